import Foundation
import Testing

@testable import OperatingSystem

struct PassedSocketsTests {
    @Test("what was passed to another process is not taken")
    func foreign() {
        let sockets = PassedSockets(
            environment: ["LISTEN_PID": "8", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "api"], process: 7)
        #expect(sockets.socket(named: "api") == nil)
    }

    @Test("numbers that cannot be are no sockets", arguments: ["", "0", "-1", "many", "100000"])
    func numbers(_ count: String) {
        let sockets = PassedSockets(
            environment: ["LISTEN_PID": "7", "LISTEN_FDS": count, "LISTEN_FDNAMES": "api"], process: 7)
        #expect(sockets.socket(named: "api") == nil)
    }

    @Test("a socket is found by its name, and one that was not passed is not")
    func names() {
        // Whatever is open there: 4 is opened where it is not.
        if fcntl(4, F_GETFD) < 0 { dup2(STDIN_FILENO, 4) }
        let sockets = PassedSockets(
            environment: ["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "api:web"], process: 7)
        #expect(sockets.socket(named: "mail") == nil)
        #expect(sockets.socket(named: "web") == 4)
    }
}
