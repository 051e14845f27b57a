import Domain
import HealthSupport
import Support
import Testing

@testable import Incidents

@Suite("The texts of an incident") struct IncidentTextTests {
    private static let start = Timestamp.hour(22) + .minutes(3)
    private static let sign = Sign(
        at: Incident.Place(host: "vps"), Phrase("not responding", fr: "ne répond pas"), since: start,
        evidence: [Evidence(source: "pg_isready", line: "no response")])

    private func observation(at moment: Timestamp) -> Observation {
        Observation(
            past: moment, host: "vps", runs: [HealthyMachine.run(22)], recorded: [], lines: [], runLimit: .minutes(10))
    }

    private func opened(
        _ cause: Cause, by sign: Sign = sign, failedRequests: Int? = nil, at moment: Timestamp = start + .minutes(1)
    ) -> (writer: IncidentWriter, incident: Incident) {
        let writer = IncidentWriter(
            context: Phrase("Version 1.", fr: "Version 1."), failedRequests: { _ in failedRequests })
        let explanation = Explainer([]).explain(observation(at: moment))
        return (writer, writer.opened(cause, at: sign.place, sign, explanation))
    }

    @Test("the symptom says what users notice and since when, the diagnosis what failed and how to fix it")
    func opening() {
        let incident = opened(.databaseUnreachable).incident
        #expect(
            incident.symptom
                == Phrase(
                    "The API returns errors and nothing new is saved; pages show the last data received. "
                        + "Since 2026-01-01 22:03 UTC.",
                    fr: "L’API renvoie des erreurs et rien de nouveau n’est enregistré\u{A0}; les pages affichent les "
                        + "dernières données reçues. Depuis le 2026-01-01 à 22:03 UTC."))
        #expect(
            incident.diagnosis
                == Phrase(
                    "Database unreachable: not responding. Start the database, or restore the connection to it: "
                        + "pg_isready; systemctl status 'postgresql*'",
                    fr: "Base de données injoignable\u{A0}: ne répond pas. Démarrez la base de données, ou "
                        + "rétablissez la connexion\u{A0}: pg_isready; systemctl status 'postgresql*'"))
    }

    @Test("a more specific command replaces that of the catalogue")
    func command() {
        var sign = Self.sign
        sign.remedy = "pg_ctlcluster 17 main start"
        let diagnosis = opened(.databaseUnreachable, by: sign).incident.diagnosis
        #expect(diagnosis.english.hasSuffix("the connection to it: pg_ctlcluster 17 main start"))
        #expect(diagnosis.french.hasSuffix("la connexion\u{A0}: pg_ctlcluster 17 main start"))
    }

    @Test(
        "numbers and nouns agree",
        arguments: [
            (1, " 1 request failed so far.", " 1\u{A0}requête a échoué jusqu’ici."),
            (12, " 12 requests failed so far.", " 12\u{A0}requêtes ont échoué jusqu’ici."),
        ])
    func failedRequests(_ count: Int, _ english: String, _ french: String) {
        let symptom = opened(.databaseUnreachable, failedRequests: count).incident.symptom
        #expect(symptom.english.hasSuffix(english) && symptom.french.hasSuffix(french))
    }

    @Test("the resolution says what was done, when it was resolved, and what confirms it")
    func resolution() {
        let (writer, incident) = opened(.diskFull)
        let resolved = writer.resolved(incident, observation(at: Self.start + .minutes(15)))
        #expect(
            resolved.resolution
                == Phrase(
                    "No automatic action: fixed manually, or recovered on its own. "
                        + "Resolved at 2026-01-01 22:18 UTC: no longer observed.",
                    fr: "Aucune action automatique\u{A0}: corrigé manuellement, ou disparu de lui-même. "
                        + "Résolu le 2026-01-01 à 22:18 UTC\u{A0}: plus rien n’est observé."))
        #expect(resolved.symptom.english.hasSuffix(" Duration: 15 min."))
        #expect(resolved.symptom.french.hasSuffix(" Durée\u{A0}: 15 min."))
    }

    @Test("what only a run can confirm names the run, and what the service did")
    func run() {
        let (writer, incident) = opened(.networkDown, at: .hour(22))
        let resolved = writer.resolved(incident, observation(at: Self.start + .minutes(15)))
        #expect(resolved.resolution.english.hasPrefix("Automatic recovery. The next run starts earlier"))
        #expect(resolved.resolution.english.hasSuffix(": run run-22 succeeded."))
        #expect(resolved.resolution.french.hasSuffix("\u{A0}: collecte run-22 réussie."))
    }

    @Test("a reopened incident says so")
    func reopened() {
        let (writer, first) = opened(.diskFull)
        var incident = first
        incident.reopened = 2
        let symptom = writer.resolved(incident, observation(at: Self.start + .hours(2))).symptom
        #expect(symptom.english.hasSuffix(" Duration since the first occurrence: 2 h, with 2 reopenings."))
        #expect(symptom.french.hasSuffix(" Durée depuis la première occurrence\u{A0}: 2 h, avec 2\u{A0}réouvertures."))
    }

    @Test(
        "every cause of the catalogue writes five steps that follow the rules",
        arguments: Catalogue.entries.map(\.cause))
    func everyCause(_ cause: Cause) {
        let (writer, incident) = opened(cause)
        let resolved = writer.resolved(incident, observation(at: Self.start + .minutes(15)))
        #expect(
            [resolved.symptom, resolved.resolution, resolved.lesson].flatMap { TextLint.violations($0, as: .sentence) }
                == [])
    }
}
