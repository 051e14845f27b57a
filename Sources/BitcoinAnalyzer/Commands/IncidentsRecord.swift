import API
import ArgumentParser
import Deployment
import Domain
import FoundationEssentials
import Health
import Incidents
import OperatingSystem
import Outbound
import Storage

/// Called by `ExecStopPost=` of the units, when neither the settings nor the database may be usable.
struct IncidentsRecord: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "record",
            Phrase(
                "Records the failure of a systemd unit. Called by ExecStopPost= of the units.",
                fr: "Enregistre l’échec d’une unité systemd. Appelée par ExecStopPost= des unités."),
            discussion: Phrase(
                "Records nothing for a unit that did not fail. While the database is unreachable, the incident is "
                    + "stored in STATE_DIRECTORY/incidents.",
                fr: "N’enregistre rien pour une unité qui n’a pas échoué. Tant que la base de données est injoignable, "
                    + "l’incident est conservé dans STATE_DIRECTORY/incidents."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "The unit, such as bitcoin-analyzer-api.service.",
            fr: "L’unité, par exemple bitcoin-analyzer-api.service.", value: Phrase("unit", fr: "unité")))
    var unit: String

    /// The time limit of a database operation.
    private static let databaseTimeout: Duration = .seconds(4)

    func validate() throws {
        guard UnitRecorder.isUnitName(unit) else {
            throw ValidationError.invalid("--unit", Phrase("a unit name", fr: "un nom d’unité"), got: unit)
        }
    }

    struct Result: Encodable {
        /// `nil` when the unit did not fail.
        let incident: IncidentResponse?
        /// `database`, or the folder in which the incident waits for it.
        let kept: String?
    }

    func run() async throws {
        let recorder = UnitRecorder(
            run: SystemCommand.port, program: "bitcoin-analyzer \(programVersion)",
            host: ProcessIdentity.current().host,
            installed: { UnitTemplate.text(ofEdited: $0, contents: $1) },
            listener: { host, port in
                guard let found = RunningProcess.find(port: port, on: host) else { return nil }
                return RunningProcess.Listener(
                    holder: found.holder ?? ListenerTable.current().holder(port: port, on: host))
            })
        guard let incident = await recorder.incident(of: unit, now: MarketClock.real.now()) else {
            return try Output(options: options).write(Result(incident: nil, kept: nil)) { language in
                [
                    language.localized(
                        "\(unit) did not fail; nothing recorded",
                        fr: "\(unit) n’a pas échoué\u{A0}; rien n’est enregistré")
                ]
            }
        }
        try (try? options.settings())?.adoptRights(language: options.language)
        let place = Place(options)
        let result: Result
        do {
            result = Result(
                incident: IncidentResponse(try await Self.record(incident, in: place), options.language),
                kept: "database")
        } catch {
            writeToStandardError("warning: \(error); the incident waits in \(place.outbox.folder)\n")
            result = Result(
                incident: IncidentResponse(try Self.put(incident, place.outbox), options.language),
                kept: place.outbox.folder)
        }
        await Self.notify(options)
        try Output(options: options).write(result) { _ in
            result.incident.map { ["\($0.id)  \($0.cause.rawValue)  \(unit)"] } ?? []
        }
    }

    /// Where to store it, as far as the settings are readable: unreadable settings may be the failure being recorded.
    private struct Place {
        let database: DatabaseURL?
        let outbox: IncidentOutbox

        init(_ options: CommonOptions) {
            let resolved = try? options.resolvedSettings()
            let state =
                resolved?[.stateDirectory]?.text ?? ProcessInfo.processInfo.environment["STATE_DIRECTORY"]
                ?? Settings.defaultStateDirectory()
            outbox = IncidentOutbox(stateDirectory: state)
            database = resolved.flatMap { try? SettingReader($0).databaseURL(orFileIn: state) }
        }
    }

    private static func record(_ incident: Incident, in place: Place) async throws -> Incident {
        guard let url = place.database else {
            throw SettingsFailure(
                Phrase("DATABASE_URL cannot be read", fr: "DATABASE_URL ne peut pas être lu"),
                hint: Phrase("bitcoin-analyzer settings shows why", fr: "bitcoin-analyzer settings montre pourquoi"))
        }
        let recorded = try await withDeadline(databaseTimeout, late: .abandoned) {
            let database = try await Database.open(url, migrate: false)
            // The program exits next, so connections need not be closed.
            _ = try? await place.outbox.deliver(to: database.incidents)
            return try await database.incidents.report(incident)
        }
        guard let recorded else { throw DatabaseTimeout() }
        return recorded
    }

    /// The service that would send the notification may be the one that failed.
    private static func notify(_ options: CommonOptions) async {
        guard let settings = try? options.settings(), settings.notifications.mayHaveReceivers,
            let wiring = try? Wiring(options)
        else { return }
        let database =
            await withDeadline(databaseTimeout, late: .abandoned) {
                try? await Database.open(wiring.settings.databaseURL, migrate: false)
            } ?? nil
        await wiring.notificationDelivery(of: database?.incidents, database).once()
        _ = await withDeadline(.milliseconds(200), late: .abandoned) { await wiring.client.shutdown() }
    }

    private static func put(_ incident: Incident, _ outbox: IncidentOutbox) throws -> Incident {
        do {
            return try outbox.put(incident)
        } catch {
            throw CommandFailure(
                writing: Phrase("the incident ‘", fr: "l’incident «\u{A0}") + incident.symptom + Phrase(verbatim: " ")
                    + incident.diagnosis + Phrase("’ could not be stored", fr: "\u{A0}» n’a pas pu être conservé"),
                error,
                hint: Phrase(
                    "make STATE_DIRECTORY writable for the service’s user: ls -ld \(outbox.folder.shellQuoted)",
                    fr: "rendez STATE_DIRECTORY accessible en écriture à l’utilisateur du service\u{A0}: ls -ld "
                        + "'\(outbox.folder)'"))
        }
    }
}

private struct DatabaseTimeout: Error, CustomStringConvertible {
    var description: String { "the database did not respond in time" }
}
