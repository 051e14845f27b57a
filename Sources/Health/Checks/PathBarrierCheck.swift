import Domain

/// The service's user may run its program and read its settings, whoever asks here.
enum PathBarrierCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        var seen: Set<String> = []
        return facts.barriers.filter { seen.insert($0.path).inserted }.map { barrier in
            let mode = String(barrier.mode, radix: 8)
            return Finding(
                .unitSettings, barrier.path, .failed,
                Phrase(
                    "\(barrier.path) (mode \(mode)) keeps the user \(barrier.user) from \(barrier.target)",
                    fr: "\(barrier.path) (mode \(mode)) interdit à l’utilisateur \(barrier.user) l’accès à "
                        + barrier.target),
                problem: .pathForbidden,
                evidence: [
                    Evidence(source: "access(2) as \(barrier.user)", line: "\(barrier.target): permission denied"),
                    Evidence(source: "stat \(barrier.path)", line: "mode \(mode)"),
                ], remedy: remedy(barrier))
        }
    }

    /// What the installation makes, it repairs; folders of the system only lack what every user may do there.
    private static func remedy(_ barrier: PathBarrier) -> String {
        if barrier.path == InstallPaths.packagedProgram { return CommandFault.notExecutable(barrier.path).remedy }
        let isOurs =
            barrier.path == InstallPaths.settings || barrier.path.hasPrefix(InstallPaths.settings + "/")
            || barrier.path == InstallPaths.program
        return isOurs ? "sudo bitcoin-analyzer install" : "sudo chmod a+x \(barrier.path.shellQuoted)"
    }
}
