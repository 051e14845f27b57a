package import Domain

/// At most one deployment at a time over all hosts of one PostgreSQL: one of them may migrate the database, or bring
/// its backup back, which must not happen under another deployment. On one host, ``ReleaseLock`` does it.
///
/// It never ends what it protects: a deployment that cannot renew its lease goes on, since the database may be what the
/// release broke.
package struct DeploymentLease: Sendable {
    let registry: any LeaseRegistry
    let holder: LeaseHolder
    let isGone: @Sendable (LeaseHolder) -> Bool
    let clock: any Clock<Duration>
    let now: @Sendable () -> Timestamp
    let report: @Sendable (Phrase) -> Void

    /// The time from the last renewal to the expiry.
    static let ttl: Duration = .minutes(2)
    static let renewalInterval: Duration = .seconds(15)

    /// - Parameters:
    ///   - isGone: whether the process of a holder is known to have ended.
    ///   - now: real time.
    ///   - report: called when the lease cannot be taken because the database cannot be used.
    package init(
        registry: any LeaseRegistry, holder: LeaseHolder, isGone: @escaping @Sendable (LeaseHolder) -> Bool,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Timestamp,
        report: @escaping @Sendable (Phrase) -> Void
    ) {
        self.registry = registry
        self.holder = holder
        self.isGone = isGone
        self.clock = clock
        self.now = now
        self.report = report
    }

    /// Runs `work` while this host holds the lease.
    /// - Throws: ``DeploymentFailure`` (`temporary`) while another host deploys, and what `work` throws.
    package func holding<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
        do {
            if case .heldBy(let other, _) = try await take() {
                throw DeploymentFailure(
                    .temporary,
                    Phrase(
                        "a deployment is running on \(other.host), which shares the database",
                        fr: "un déploiement est en cours sur \(other.host), qui partage la base de données"),
                    hint: Phrase(
                        "wait for its end: bitcoin-analyzer releases, on that host",
                        fr: "attendez sa fin\u{A0}: bitcoin-analyzer releases, sur cette machine"))
            }
        } catch let failure as ArchiveFailure {
            report(
                Phrase(
                    "deployments of other hosts cannot be seen: ",
                    fr: "les déploiements d’autres machines ne sont pas visibles\u{A0}: ") + failure.message)
            return try await work()
        }
        return try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while (try? await clock.sleep(for: Self.renewalInterval)) != nil {
                    // Taken rather than renewed: a backup that was brought back has no leases.
                    _ = try? await take()
                    // Taken while the deployment ended: given back by whoever is later.
                    if Task.isCancelled { await release() }
                }
                return nil
            }
            do {
                while let result = try await group.next() {
                    guard let result else { continue }
                    group.cancelAll()
                    await release()
                    return result
                }
                throw CancellationError()
            } catch {
                group.cancelAll()
                await release()
                throw error
            }
        }
    }

    private func take() async throws -> LeaseResult {
        try await registry.take(LeaseName.deployment, for: holder, now: now(), ttl: Self.ttl, isGone: isGone)
    }

    /// In a task of its own, so that it is given back when this one is cancelled. What cannot be given back expires.
    private func release() async {
        await Task.detached { [registry, holder] in
            try? await registry.release(LeaseName.deployment, for: holder)
        }.value
    }
}
