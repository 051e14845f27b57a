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
        let foreign = try #require(Self.table.holder(port: 8001))
        #expect(foreign.process == 4242 && foreign.command == "python3" && !foreign.isOurs && foreign.unit == nil)
        let own = try #require(Self.table.holder(port: 8000))
        #expect(own.process == 812 && own.isOurs && own.isService && own.unit == "bitcoin-analyzer-web.service")
        #expect(Self.table.holder(port: 22)?.unit == "ssh.service" && Self.table.holder(port: 800) == nil)
        #expect(ListenerTable("").holder(port: 22) == nil)
    }
}
