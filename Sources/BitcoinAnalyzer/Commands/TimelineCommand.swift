import ArgumentParser
import Domain
import FoundationEssentials
import Logging
import Timeline

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct TimelineCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "timeline",
            Phrase(
                "Merges logs and records into one timeline, ordered by time.",
                fr: "Fusionne journaux et enregistrements en une seule chronologie."),
            discussion: Phrase(
                "Without files: the last 24 hours of the stored records, our units' journal, our log files, the logs "
                    + "of nginx or Apache, and syslog, where present and readable. The format of a file is detected "
                    + "from its lines; gzip, xz, bzip2 and zstd are read. Lines without a time belong to the line above. "
                    + "What was read in part only is noted, and the exit code is 74.",
                fr: "Sans fichier\u{A0}: les dernières 24 heures des enregistrements, du journal de nos unités, de nos "
                    + "fichiers journaux, de ceux de nginx ou d’Apache et de syslog, s’ils existent et sont lisibles. "
                    + "Le format d’un fichier est reconnu à ses lignes\u{A0}; gzip, xz, bzip2 et zstd sont lus. Une ligne sans date "
                    + "appartient à la précédente. Ce qui n’est lu qu’en partie est signalé, et le code de sortie est 74."
            ))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "Log files to read instead of the default ones; - is stdin.",
            fr: "Fichiers journaux à lire au lieu de ceux par défaut\u{A0}; - est l’entrée standard.",
            value: Phrase("files", fr: "fichiers")))
    var files: [String] = []

    @Option(
        help: .localized(
            "Start: \(MomentExpression.examples.english).",
            fr: "Début\u{A0}: \(MomentExpression.examples.french).", value: Phrase(verbatim: "moment")))
    var since: String?

    @Option(
        help: .localized(
            "End, exclusive.",
            fr: "Fin, non comprise.", value: Phrase(verbatim: "moment")))
    var until: String?

    @Option(
        help: .localized(
            "Only one trace, by trace id or run id, from trigger to effect.",
            fr: "Une seule trace, par l’identifiant de la trace ou de la collecte, du déclencheur à l’effet.",
            value: Phrase("id", fr: "identifiant")))
    var trace: String?

    @Option(
        help: .localized(
            "Only this unit, program or source: bitcoin-analyzer-api, CRON, access.log.",
            fr: "Seulement cette unité, ce programme ou cette source\u{A0}: bitcoin-analyzer-api, CRON, access.log.",
            value: Phrase("unit", fr: "unité")))
    var unit: String?

    @Option(
        help: .localized(
            "Minimum level; lines without one count as info.",
            fr: "Niveau minimal\u{A0}; une ligne sans niveau compte comme info.", value: Phrase("level", fr: "niveau")
        ))
    var level: String?

    @Option(
        help: .localized(
            "Only entries that contain this text.",
            fr: "Seulement les entrées qui contiennent ce texte.", value: Phrase("text", fr: "texte")))
    var grep: String?

    @Option(
        parsing: .unconditional,
        help: .localized(
            "Time zone of times without one: Europe/Paris, UTC, +02:00; if omitted, this host’s.",
            fr: "Fuseau des dates qui n’en ont pas\u{A0}: Europe/Paris, UTC, +02:00\u{A0}; si omis, celui de la "
                + "machine.", value: Phrase("zone", fr: "fuseau")))
    var zone: String?

    @Option(
        help: .localized(
            "Correct a file’s times by this many seconds, for a host with a wrong clock; repeatable.",
            fr: "Corrige les dates d’un fichier de ce nombre de secondes, pour une machine mal réglée\u{A0}; "
                + "répétable.", value: Phrase("FILE=±SECONDS", fr: "FICHIER=±SECONDES")))
    var skew: [String] = []

    @Option(
        help: .localized(
            "Write an HTML document to this file.",
            fr: "Écrit un document HTML dans ce fichier.", value: Phrase("file", fr: "fichier")))
    var html: String?

    @Flag(
        name: [.customShort("f"), .long],
        help: .localized(
            "Show new lines as they come, through log rotation; those before only with --since. JSON is one object per "
                + "line.",
            fr:
                "Affiche les nouvelles lignes à mesure, malgré la rotation des journaux\u{A0}; les précédentes seulement "
                + "avec --since. En JSON, un objet par ligne."))
    var follow = false

    @Flag(
        help: .localized(
            "Also read the journal of our units.",
            fr: "Lit aussi le journal de nos unités."))
    var journal = false

    @Flag(
        help: .localized(
            "Also read the stored runs and incidents.",
            fr: "Lit aussi les collectes et incidents enregistrés."))
    var records = false

    func validate() throws {
        if let level, Logger.Level(rawValue: level) == nil {
            throw ValidationError.notOneOf("--level", Logger.Level.allCases.map(\.rawValue), got: level)
        }
        if let trace, TimelineRequest.identity(trace) == nil {
            throw ValidationError.invalid(
                "--trace",
                Phrase(
                    "a trace id (32 hexadecimal digits) or a run id, as in trace_id= and run= of the logs",
                    fr:
                        "un identifiant de trace (32 chiffres hexadécimaux) ou de collecte, comme dans trace_id= et "
                        + "run= des journaux"
                ), got: trace)
        }
        if trace != nil, files.contains("-") {
            throw ValidationError(
                "--trace reads its input twice, so stdin (-) cannot be used; save it to a file first",
                fr:
                    "--trace lit ses données deux fois, donc pas l’entrée standard (-)\u{A0}; enregistrez-la d’abord "
                    + "dans un fichier"
            )
        }
        if follow,
            let other = [("--trace", trace), ("--until", until), ("--html", html)].first(where: { $0.1 != nil })?.0
        {
            throw ValidationError(
                "--follow has no end, so \(other) cannot be used with it; leave one of them out",
                fr: "--follow n’a pas de fin, donc pas \(other)\u{A0}; retirez l’une des deux options")
        }
        _ = try TimelineRequest(self, now: MarketClock.real.now())
    }

    func run() async throws {
        let request = try TimelineRequest(self, now: MarketClock.real.now())
        try await TimelineSession(request: request, options: options).run()
    }
}
