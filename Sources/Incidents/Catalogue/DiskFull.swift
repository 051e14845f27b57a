import Domain
import Health

extension CauseEntry {
    /// There is no room left where the service writes.
    static let diskFull = CauseEntry(
        .diskFull, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "Nothing new is kept; what is shown grows old.",
            fr: "Rien de nouveau n'est gardé ; ce qui est affiché vieillit."),
        signs: { $0.seen(.diskFull, .host) },
        checks: [.disk],
        remedy: Phrase(
            "Make room: df -h; sudo journalctl --vacuum-size=200M; sudo apt-get clean",
            fr: "Faites de la place : df -h; sudo journalctl --vacuum-size=200M; sudo apt-get clean"),
        lesson: Phrase(
            "Let logs rotate, and give the state directory a file system of its own.",
            fr: "Laisser tourner les journaux, et donner au répertoire d'état son propre système de fichiers."))
}
