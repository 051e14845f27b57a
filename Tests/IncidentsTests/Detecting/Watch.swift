import Domain
import Health
import HealthSupport
import Support

@testable import Incidents

/// Observes a machine repeatedly, and keeps what the detector decides, as the service does.
struct Watch {
    var now: Timestamp
    var incidents: [Incident] = []
    var transitions: [Detector.Transition] = []
    private var state = Detector.State()
    private let detector = Detector(writer: IncidentWriter(context: Phrase("test", fr: "essai")))

    init(at now: Timestamp = HealthyMachine.now) { self.now = now }

    /// One observation, fifteen seconds after the one before.
    mutating func observe(window: Bool = false, _ change: (inout HealthFacts) throws -> Void = { _ in }) throws {
        now = now + .seconds(15)
        var facts = try HealthyMachine.facts()
        let moment = now
        facts.now = moment
        facts.ports = facts.ports.map {
            PortFacts(
                role: $0.role, listen: $0.listen, holder: $0.holder,
                response: .responded(status: 200, isOurs: true, date: moment))
        }
        facts.changeContents { contents in
            let hour = Self.hour(moment - .seconds(30))
            contents.runs = (0..<5).map { HealthyMachine.run(hour - $0) }
            if let old = contents.newestCandle {
                contents.newestCandle = ArchivedCandle(
                    old.candle.moved(to: .hour(hour)), source: old.source, run: RunID(rawValue: "run-\(hour)"),
                    seenAt: .hour(hour) + .seconds(31))
            }
            contents.newestArticle = moment - .hours(1)
        }
        try change(&facts)
        let records = Detector.Records(incidents.sorted { $0.opened > $1.opened }, now: now)
        var observation = Observation(facts, host: "vps")
        observation.isByService = true
        let result = detector.step(state, observation, records: records, window: window)
        state = result.state
        for transition in result.transitions {
            incidents.removeAll { $0.id == transition.incident.id }
            incidents.append(transition.incident)
        }
        transitions += result.transitions
    }

    /// As ``Timestamp/hour(_:)`` counts them.
    static func hour(_ moment: Timestamp) -> Int64 { (moment - .hour(0)).components.seconds / 3600 }

    var open: [Incident] { incidents.filter { $0.state == .open } }
}

extension Candle {
    fileprivate func moved(to time: Timestamp) -> Candle {
        (try? Candle(interval, at: time, open: open, high: high, low: low, close: close, volume: volume, quote: quote))
            ?? self
    }
}
