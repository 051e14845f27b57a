import Deployment
import Domain
import FoundationEssentials
import Incidents
import OperatingSystem

extension Incident {
    /// What a person reads of a release that failed, in five steps; resolved, as the release before it is live.
    init(_ outcome: Deployer.Outcome, fault: ReleaseFault, host: String, now: Timestamp) {
        let (record, live) = (outcome.record, outcome.live)
        let entry = Catalogue.entry(.releaseFailed)
        let wasLive = record.outcome == .undone
        self.init(
            id: .fresh(at: now), cause: .releaseFailed, at: Place(host: host), severity: wasLive ? .critical : .warning,
            state: .resolved, began: record.time, opened: now, explained: now, resolved: now,
            context: Phrase(
                "Deployment of \(record.release.version) (commit \(record.release.commit)) over \(live.version) on "
                    + "\(host), by \(record.by)",
                fr: "Déploiement de \(record.release.version) (commit \(record.release.commit)) à la place de "
                    + "\(live.version) sur \(host), par \(record.by)"),
            symptom: wasLive
                ? Phrase(
                    "The new release was live and did not work correctly.",
                    fr: "La nouvelle version, mise en service, ne fonctionnait pas correctement.")
                : Phrase(
                    "The new release failed its trial; users noticed nothing.",
                    fr: "La nouvelle version a échoué à l’essai\u{A0}; les utilisateurs n’ont rien remarqué."),
            diagnosis: Phrase("Reason: ", fr: "Raison\u{A0}: ") + fault.reason + Phrase(verbatim: "."),
            resolution: wasLive
                ? Phrase(
                    "\(live.version) was put back automatically, and responds.",
                    fr: "\(live.version) a été remise en service automatiquement, et répond.")
                : Phrase("\(live.version) stayed live.", fr: "\(live.version) est restée en service."),
            lesson: entry?.lesson ?? .empty,
            evidence: Array(fault.evidence.suffix(Incident.maxEvidence)))
    }
}

extension Settings {
    /// Stores the incident of a release that failed, where the running service finds it. The last thing that a process
    /// does: it gives up root.
    func keep(_ outcome: Deployer.Outcome, language: Language) {
        guard let fault = outcome.fault else { return }
        let incident = Incident(
            outcome, fault: fault, host: ProcessIdentity.current().host, now: MarketClock.real.now())
        do {
            try adoptRights(language: language)
            _ = try IncidentOutbox(stateDirectory: stateDirectory).put(incident)
        } catch {
            writeToStandardError("warning: the incident could not be stored: \(error)\n")
        }
    }
}
