import Support
import Testing

@testable import OperatingSystem

struct ServiceManagerTests {
    @Test("systemd gets ready, alive and stopping, each in one datagram")
    func states() throws {
        try withShortFolder { folder in
            let socket = try DatagramSocket(in: folder)
            let manager = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": socket.path], process: 7))
            manager.ready("listens on\nhttp://127.0.0.1:8001")
            #expect(socket.readText() == "READY=1\nSTATUS=listens on http://127.0.0.1:8001")
            manager.keepAlive()
            #expect(socket.readText() == "WATCHDOG=1")
            manager.stopping("answers what it has in hand")
            #expect(socket.readText() == "STOPPING=1\nSTATUS=answers what it has in hand")
        }
    }

    @Test("without a service manager nothing is sent")
    func none() { #expect(ServiceManager(environment: ["WATCHDOG_USEC": "1000000"], process: 7) == nil) }

    @Test(
        "the watchdog is fed only where this process is the one that is watched",
        arguments: [(nil, true), ("7", true), ("8", false)] as [(String?, Bool)])
    func watchdog(_ watched: String?, _ isOurs: Bool) throws {
        var environment = ["NOTIFY_SOCKET": "@nobody", "WATCHDOG_USEC": "30000000"]
        environment["WATCHDOG_PID"] = watched
        let manager = try #require(ServiceManager(environment: environment, process: 7))
        #expect(manager.watchdog == (isOurs ? .seconds(30) : nil))
    }

    @Test("a watchdog without a time is none", arguments: ["", "0", "-1", "soon"])
    func noTime(_ text: String) throws {
        let manager = try #require(
            ServiceManager(environment: ["NOTIFY_SOCKET": "@nobody", "WATCHDOG_USEC": text], process: 7))
        #expect(manager.watchdog == nil)
    }
}
