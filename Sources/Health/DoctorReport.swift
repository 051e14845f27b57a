package import Domain

/// What `doctor` found.
package struct DoctorReport: Sendable {
    package let host: String
    package let began: Timestamp
    package let took: Duration
    package let findings: [Finding]

    /// Everything at once, in less than ten seconds whatever hangs.
    package static func make(_ probes: HealthProbes, host: String, now: Timestamp) async -> DoctorReport {
        let started = ContinuousClock.now
        let findings = Diagnosis.of(await HealthFacts.gather(probes, now: now))
        return DoctorReport(host: host, began: now, took: ContinuousClock.now - started, findings: findings)
    }

    /// What did not answer is not known to be well.
    package var isHealthy: Bool { !findings.contains { $0.outcome == .failed || $0.outcome == .notChecked } }

    /// The roots of what is wrong, each once, in the order they are told.
    package var causes: [Cause] {
        var seen: Set<Cause> = []
        return findings.filter { $0.outcome == .failed }.compactMap(\.cause).filter { seen.insert($0).inserted }
    }
}
