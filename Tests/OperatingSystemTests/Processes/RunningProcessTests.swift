import Domain
import Foundation
import Testing

@testable import OperatingSystem

struct RunningProcessTests {
    @Test(
        "the unit is read from the control group",
        arguments: [
            ("0::/system.slice/nginx.service\n", "nginx.service"),
            ("0::/system.slice/system-getty.slice/getty@tty1.service\n", "getty@tty1.service"),
            // Units of a user, which systemctl(1) does not know, whatever their names.
            ("0::/user.slice/user-1000.slice/user@1000.service/app.slice/x.service\n", nil),
            ("0::/user.slice/user-1000.slice/user@1000.service/bitcoin-analyzer-api.service\n", nil),
            // Names are put into commands: a control group may have any.
            ("0::/system.slice/x;reboot;.service\n", nil), ("0::/system.slice/$(reboot).service\n", nil),
            ("0::/user.slice/user-0.slice/session-3.scope\n", nil),
            ("0::/user.slice/user-1000.slice/user@1000.service/init.scope\n", nil), ("", nil),
        ] as [(String, String?)])
    func unit(_ groups: String, _ unit: String?) { #expect(RunningProcess.unit(of: groups) == unit) }

    @Test("the listening process is reported with its command and start time")
    func holder() throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try #require(
                    bind(socket, $0, length) == 0 && listen(socket, 1) == 0 && getsockname(socket, $0, &length) == 0)
            }
        }
        let holder = try #require(RunningProcess.of(port: Int(UInt16(bigEndian: address.sin_port)), on: "127.0.0.1"))
        #expect(holder.process == getpid() && holder.isOurs && !holder.command.isEmpty)
        let since = try #require(holder.since)
        let now = Timestamp(Date())
        #expect(since <= now + .seconds(2) && now - since < .hours(24))
        #expect(holder.description.contains("another copy of this program"))
        let hint = holder.releaseHint.english
        #expect(hint.contains("ps -fp \(getpid())") || hint.contains("systemctl status"))
    }

    @Test("the hint shows how to identify the process, and names its unit")
    func remedy() {
        let holder = RunningProcess(
            process: 9, command: "nginx: master", unit: "nginx.service", since: nil, isOurs: false)
        #expect(
            holder.releaseHint.english
                == "check the unit with systemctl status nginx.service, and stop it only if it is not needed")
        #expect(holder.description == "process 9 (nginx: “nginx: master”, unit nginx.service)")
    }

    @Test("without quotations, the program's name is left of its command line")
    func quotation() {
        let holder = RunningProcess(
            process: 9, command: "/usr/bin/python3 -m server --password=hunter2 “x”", unit: nil, since: nil,
            isOurs: false)
        #expect(holder.phrase.english.contains("“/usr/bin/python3 -m server --password=hunter2"))
        let open = holder.phrase.withoutQuotations
        #expect(open.english == "process 9 (python3)" && open.french == "processus 9 (python3)")
        #expect(holder.evidence(at: Timestamp(seconds: 0)).withoutQuotations.line == "process 9 (python3)")
    }
}
