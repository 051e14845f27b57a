import API
import ArgumentParser
import Domain
import FoundationEssentials
import Health
import Incidents
import OperatingSystem
import Outbound
import Storage

/// Called by `ExecStopPost=` of the units, at a moment when nothing can be relied on: neither the settings nor the database.
struct IncidentsRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Records why a systemd unit failed; called by ExecStopPost= of the units.",
        discussion:
            "Of a unit that did not fail nothing is recorded. While the database does not answer, the incident waits in STATE_DIRECTORY/incidents."
    )

    @OptionGroup var options: CommonOptions

    @Option(name: .long, help: "The unit, such as bitcoin-analyzer-api.service.")
    var unit: String

    /// How long the database may take.
    private static let patience: Duration = .seconds(4)

    func validate() throws {
        guard UnitRecorder.isUnitName(unit) else {
            throw ValidationError("--unit is '\(unit)', which is not the name of a unit")
        }
    }

    struct Result: Encodable {
        /// Absent when the unit did not fail.
        let incident: IncidentResponse?
        /// `database`, or the folder where it waits for it.
        let kept: String?
    }

    func run() async throws {
        let recorder = UnitRecorder(
            run: SystemCommand.port, program: "bitcoin-analyzer \(programVersion)",
            host: ProcessIdentity.current().host, listener: { PortHolder.find(port: $0) })
        guard let incident = await recorder.incident(of: unit, now: MarketClock.real.now()) else {
            return try Output(options: options).write(Result(incident: nil, kept: nil)) { language in
                [
                    language.localized(
                        "\(unit) did not fail; nothing is recorded", fr: "\(unit) n'a pas échoué ; rien n'est noté")
                ]
            }
        }
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

    /// Where it can go, as far as the settings can be read: a unit that failed because they cannot is recorded too.
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
            throw SettingsFailure("DATABASE_URL cannot be read", hint: "bitcoin-analyzer settings says why")
        }
        let recorded = try await withDeadline(patience, late: .abandoned) {
            let database = try await Database.open(url, migrate: false)
            // Whatever happens here the program ends next; waiting for connections to be closed would only take time.
            _ = try? await place.outbox.deliver(to: database.incidents)
            return try await database.incidents.report(incident)
        }
        guard let recorded else { throw TookTooLong() }
        return recorded
    }

    /// Whoever would announce it may be what has failed.
    private static func notify(_ options: CommonOptions) async {
        guard let settings = try? options.settings(), !settings.notifications.targets.isEmpty,
            let wiring = try? Wiring(options)
        else { return }
        let database =
            await withDeadline(patience, late: .abandoned) {
                try? await Database.open(wiring.settings.databaseURL, migrate: false)
            } ?? nil
        await wiring.notificationDelivery(of: database?.incidents).once()
        _ = await withDeadline(.milliseconds(200), late: .abandoned) { await wiring.client.shutdown() }
    }

    private static func put(_ incident: Incident, _ outbox: IncidentOutbox) throws -> Incident {
        do {
            return try outbox.put(incident)
        } catch {
            throw CommandFailure(
                .io,
                "the incident could be kept nowhere: \(error); \(incident.symptom.english) \(incident.diagnosis.english)",
                hint: "let the service's user write STATE_DIRECTORY: ls -ld '\(outbox.folder)'")
        }
    }
}

private struct TookTooLong: Error, CustomStringConvertible {
    var description: String { "the database did not respond in time" }
}
