import Testing

@testable import OperatingSystem

@Suite("Listening sockets of all users, as ss(8) lists them") struct ListenerTableTests {
    private static let table = ListenerTable(
        """
        LISTEN 0 5 127.0.0.1:8001 0.0.0.0:* users:(("python3",pid=4242,fd=3)) cgroup:/user.slice/session-1.scope <->
        LISTEN 0 4096 127.0.0.1:8000 0.0.0.0:* users:(("bitcoin-analyze",pid=812,fd=7),("systemd",pid=1,fd=41)) \
        cgroup:/system.slice/bitcoin-analyzer-web.service <->
        LISTEN 0 128 [::]:22 [::]:* users:(("sshd",pid=1000000001,fd=4)) cgroup:/system.slice/ssh.service <->
        """)

    @Test("the process, and the service that got its socket from systemd, with the unit")
    func holders() throws {
        let foreign = try #require(Self.table.holder(port: 8001, on: "127.0.0.1"))
        #expect(foreign.process == 4242 && foreign.command == "python3" && !foreign.isOurs && foreign.unit == nil)
        let own = try #require(Self.table.holder(port: 8000, on: "127.0.0.1"))
        #expect(own.process == 812 && own.isOurs && own.isService && own.unit == "bitcoin-analyzer-web.service")
        #expect(Self.table.holder(port: 22, on: "::1")?.unit == "ssh.service")
        #expect(Self.table.holder(port: 800, on: "127.0.0.1") == nil)
        #expect(ListenerTable("").holder(port: 22, on: "::1") == nil)
    }

    @Test("a proxy on another address of the same port is not in the way, and one on every address is")
    func addresses() {
        let table = ListenerTable(
            """
            LISTEN 0 511 203.0.113.5:8001 0.0.0.0:* users:(("nginx",pid=70,fd=6)) cgroup:/system.slice/nginx.service <->
            LISTEN 0 511 127.0.0.53%lo:8001 0.0.0.0:* users:(("systemd-resolve",pid=71,fd=6))
            LISTEN 0 511 *:8002 *:* users:(("java",pid=72,fd=6)) cgroup:/system.slice/java.service <->
            """)
        #expect(table.holder(port: 8001, on: "127.0.0.1") == nil && table.holder(port: 8001, on: "localhost") == nil)
        #expect(table.holder(port: 8001, on: "203.0.113.5")?.process == 70)
        #expect(table.holder(port: 8001, on: "0.0.0.0") != nil && table.holder(port: 8001, on: "::") != nil)
        #expect(table.holder(port: 8002, on: "127.0.0.1")?.unit == "java.service")
    }

    @Test("a name with spaces, parentheses and quotation marks, as a program may give itself")
    func names() {
        let table = ListenerTable(
            """
            LISTEN 0 511 127.0.0.1:8001 0.0.0.0:* users:(("gunicorn: maste",pid=70,fd=6),("gunicorn: maste",pid=71,fd=6))
            LISTEN 0 511 127.0.0.1:8002 0.0.0.0:* users:(("puma 6 (tcp",pid=72,fd=6)) cgroup:/system.slice/x.service <->
            """)
        #expect(table.holder(port: 8001, on: "127.0.0.1")?.process == 70)
        #expect(table.holder(port: 8001, on: "127.0.0.1")?.command == "gunicorn: maste")
        #expect(table.holder(port: 8002, on: "127.0.0.1")?.unit == "x.service")
    }
}
