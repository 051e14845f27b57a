import Domain
import Health
import HealthSupport
import Support

@testable import Incidents

extension Failure {
    /// Failures that have nothing to do with each other.
    static let pairs: [Failure] = [
        Failure(
            "one host name that cannot be resolved beside exchanges that block us", .dnsFailure, .sourceBlocked,
            change: runs(prices: ["coinbase": .blocked, "kraken": .blocked], feeds: ["a.example": .dns])),
        Failure(
            "one of two host names that cannot be resolved beside exchanges that block us", .dnsFailure, .sourceBlocked,
            change: runs(
                prices: ["coinbase": .blocked, "kraken": .blocked], feeds: ["a.example": .dns, "b.example": nil])),
        Failure(
            "one certificate that is not valid beside exchanges that do not respond", .tlsFailure, .sourceDown,
            change: runs(
                prices: ["coinbase": .timeout, "kraken": .timeout], feeds: ["a.example": .tls, "b.example": nil])),
        Failure("a rejected API key beside a stopped timer", .configurationInvalid, .scheduleStopped) { facts in
            runs(["coinbase": .auth])(&facts)
            stopTimer(&facts)
        },
        Failure("a rejected API key beside a missing schedule", .configurationInvalid, .scheduleMissing) { facts in
            runs(["coinbase": .auth])(&facts)
            facts.change(ServiceUnits.timer) { $0.load = "not-found" }
        },
        Failure("a rejected API key beside a dashboard that keeps crashing", .configurationInvalid, .serviceCrashLoop) {
            facts in
            runs(["coinbase": .auth])(&facts)
            crashWeb(&facts)
        },
        Failure("a blocked source beside a stopped timer", .sourceBlocked, .scheduleStopped) { facts in
            runs(["coinbase": .blocked])(&facts)
            stopTimer(&facts)
        },
        Failure("a stopped timer beside a dashboard that keeps crashing", .scheduleStopped, .serviceCrashLoop) {
            facts in
            stopTimer(&facts)
            crashWeb(&facts)
        },
        Failure("a port that is in use beside a stopped service of another unit", .portInUse, .serviceDown) { facts in
            facts.change(ServiceUnits.api) { ($0.active, $0.sub, $0.result) = ("failed", "failed", "resources") }
            facts.change(ServiceUnits.web) { ($0.active, $0.sub, $0.result) = ("failed", "failed", "exit-code") }
            facts.ports = [
                Machine.port("api", holder: Machine.foreigner, .notAsked), Machine.port("web", .notAsked),
            ]
        },
    ]
}
