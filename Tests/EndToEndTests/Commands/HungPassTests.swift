import API
import Domain
import Sandbox
import Testing

/// A pass that does not come to its end is ended, and is an incident whoever started it.
struct HungPassTests {
    @Test(
        "a pass that hangs is stopped at COLLECT_TIMEOUT and recorded, once however often it comes",
        arguments: Engine.all)
    func hungPass(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            for venue in World.venues.map(Endpoint.venue) {
                world.sandbox.faults.set(.hang, on: venue)
            }
            // As a timer starts it: the unit's own recorder passes over the exit code 75.
            let hanging = [
                "COLLECT_TIMEOUT": "1s", "SOURCE_TIMEOUT": "10m", "INVOCATION_ID": "0123456789abcdef0123456789abcdef",
            ]
            for _ in 0..<2 {
                let ended = try await world.run("collect", "--trigger", "timer", with: hanging)
                #expect(
                    ended.code == 75 && ended.errors.contains("COLLECT_TIMEOUT")
                        && ended.errors.contains("cause: collector-hung"), "\(ended)")
            }
            let open = try await world.run("incidents", "--state", "open", "--json").json([IncidentResponse].self)
            #expect(open.map(\.cause) == [.collectorHung], "\(open)")
            #expect(open.first?.symptom.isEmpty == false && open.first?.diagnosis.isEmpty == false)
        }
    }
}
