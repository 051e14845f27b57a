import Domain
import Testing

@testable import Deployment

@Suite("Which services are started, restarted and stopped")
struct ServiceStepsTests {
    static let running = Set(
        ServiceUnits.sockets + ServiceUnits.services + [ServiceUnits.timer, ServiceUnits.watchTimer])

    func steps(_ first: Request, then second: Request, active: Set<String> = running) throws -> ServiceSteps {
        let tree = MemoryTree()
        try first.install(in: tree)
        return ServiceSteps.install(try second.changes(in: tree), scheduler: second.scheduler, active: active)
    }

    @Test("the first installation starts sockets before services")
    func first() throws {
        let steps = ServiceSteps.install(try Request().changes(in: MemoryTree()), scheduler: .timer, active: [])
        #expect(steps.before.isEmpty)
        #expect(
            steps.after == [
                ["systemctl", "daemon-reload"],
                ["systemctl", "start"] + ServiceUnits.sockets + ServiceUnits.services
                    + [ServiceUnits.timer, ServiceUnits.watchTimer],
            ])
    }

    @Test("nothing changed is nothing done, and what had stopped is started")
    func unchanged() throws {
        #expect(try steps(Request(), then: Request()) == .none)
        #expect(
            try steps(Request(), then: Request(), active: Self.running.subtracting([ServiceUnits.timer])).after == [
                ["systemctl", "start", ServiceUnits.timer]
            ])
    }

    @Test("another program restarts the services, and leaves their sockets open")
    func upgraded() throws {
        #expect(
            try steps(Request(), then: Request(bytes: "program 2")).after == [
                ["systemctl", "restart"] + ServiceUnits.services
            ])
    }

    @Test("a timer looks for releases as long as UPDATE_FROM is set")
    func updates() throws {
        let began = try steps(Request(), then: Request(updates: true))
        #expect(began.after.last == ["systemctl", "start", ServiceUnits.updateTimer])
        #expect(
            try steps(
                Request(updates: true), then: Request(updates: true),
                active: Self.running.union([ServiceUnits.updateTimer])) == .none)
        let ended = try steps(
            Request(updates: true), then: Request(), active: Self.running.union([ServiceUnits.updateTimer]))
        #expect(ended.before == [["systemctl", "stop", ServiceUnits.updateTimer]])
        #expect(ended.after == [["systemctl", "daemon-reload"]])
    }

    @Test("a release that comes back brings its timer of updates, or takes the newer one's away")
    func restored() {
        let timer = ServiceUnits.updateTimer
        let link = InstallPaths.unit("timers.target.wants/\(timer)")
        let ended = ServiceSteps.restore(
            [Change(.remove, InstallPaths.unit(timer), .remove(backupPath: nil))], active: Self.running.union([timer]))
        #expect(ended.after.first == ["systemctl", "stop", timer])
        #expect(!(ended.after.last?.contains(timer) ?? true))
        let began = ServiceSteps.restore(
            [Change(.enable, link, .link(to: InstallPaths.unit(timer)))], active: Self.running)
        #expect(began.after.last?.contains(timer) ?? false)
    }

    @Test("another port moves that socket, while its service is stopped")
    func moved() throws {
        let after = try steps(Request(), then: Request(apiPort: 9001, apiBaseURL: "http://127.0.0.1:8001")).after
        #expect(
            after.prefix(3) == [
                ["systemctl", "daemon-reload"], ["systemctl", "stop", ServiceUnits.services[0]],
                ["systemctl", "restart", ServiceUnits.sockets[0]],
            ])
        #expect(
            after.contains(["systemctl", "start", ServiceUnits.services[0]])
                && !after.contains { $0.contains(ServiceUnits.sockets[1]) })
    }

    @Test("the timer is stopped before cron takes over")
    func toCron() throws {
        #expect(
            try steps(Request(), then: Request(scheduler: .cron)).before == [["systemctl", "stop", ServiceUnits.timer]])
    }

    @Test("uninstalling stops what runs before its files go")
    func uninstalled() throws {
        let tree = MemoryTree()
        try Request().install(in: tree)
        let steps = ServiceSteps.uninstall(
            try UninstallationChanges(in: tree, purge: false, rights: .all), active: Self.running)
        #expect(
            steps.before == [
                ["systemctl", "stop", ServiceUnits.watchTimer, ServiceUnits.timer] + ServiceUnits.sockets
                    + ServiceUnits.services
            ])
    }
}
