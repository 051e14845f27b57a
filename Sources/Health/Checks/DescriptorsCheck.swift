import Domain
import OperatingSystem

/// The services can open files and accept connections.
enum DescriptorsCheck {
    /// With fewer left nothing works reliably: a health check alone opens more.
    static let fewest = 4
    /// How long a refused connection is a problem of now.
    static let recent: Duration = .seconds(60)

    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard !facts.descriptors.isEmpty else {
            return [
                Finding(
                    .descriptors, nil, .info,
                    Phrase("no running service is visible", fr: "aucun service en marche n’est visible"))
            ]
        }
        return facts.descriptors.map { judge($0, facts.now) }
    }

    private static func judge(_ facts: DescriptorFacts, _ now: Timestamp) -> Finding {
        let (open, limit) = (facts.descriptors.open, facts.descriptors.limit)
        let subject = facts.unit ?? "process \(facts.process)"
        let evidence = [
            Evidence(time: now, source: "/proc/\(facts.process)/fd", line: "\(open) open, limit \(limit)")
        ]
        let refused = facts.exhausted.map { now - $0 < recent } ?? false
        guard refused || open > limit - fewest else {
            let isTight = open > limit / 20 * 19
            return Finding(
                .descriptors, subject, isTight ? .warning : .ok,
                Phrase(
                    "\(open) of \(limit) file descriptors open",
                    fr: "\(open) descripteurs de fichier ouverts sur \(limit)"),
                evidence: isTight ? evidence : [], remedy: isTight ? remedy(facts) : nil)
        }
        return Finding(
            .descriptors, subject, .failed,
            Phrase(
                "no file descriptor left: \(open) of \(limit) open",
                fr: "plus aucun descripteur de fichier\u{A0}: \(open) ouverts sur \(limit)"),
            problem: .descriptorsExhausted, since: facts.exhausted, evidence: evidence, remedy: remedy(facts))
    }

    /// Takes effect at once, without a restart, until the process ends.
    private static func remedy(_ facts: DescriptorFacts) -> String {
        // More than it has, up to what the kernel allows a process (proc(5), `fs.nr_open`).
        let more = min(1_048_576, max(65_536, facts.descriptors.limit.multipliedClamped(by: 2)))
        return "sudo ls -l /proc/\(facts.process)/fd; sudo prlimit --pid \(facts.process) --nofile=\(more):\(more)"
    }
}
