import ArgumentParser
import Domain
import Notifications

struct VAPIDKeysCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "vapid-keys",
            Phrase(
                "Makes a key for notifications to browsers (Web Push), and prints the lines to set.",
                fr: "Crée une clé pour les notifications aux navigateurs (Web Push), et affiche les lignes à définir."),
            discussion: Phrase(
                "Put the lines into /etc/bitcoin-analyzer/environment, with an address of yours, and restart the "
                    + "service. Browsers are registered with this key: with another one they have to register again.",
                fr: "Ajoutez les lignes à /etc/bitcoin-analyzer/environment, avec une adresse à vous, puis redémarrez "
                    + "le service. Les navigateurs s’inscrivent avec cette clé\u{A0}: avec une autre, ils doivent "
                    + "s’inscrire de nouveau."))
    }

    @OptionGroup var options: CommonOptions

    private struct Result: Encodable {
        let privateKey: String
        let publicKey: String

        enum CodingKeys: String, CodingKey {
            case privateKey = "private_key"
            case publicKey = "public_key"
        }
    }

    func run() async throws {
        let key = VAPIDKey()
        let result = Result(privateKey: key.privateText, publicKey: key.publicText)
        try Output(options: options).write(result) { language in
            [
                "\(SettingKey.vapidPrivateKey.rawValue)=\(result.privateKey)",
                "\(SettingKey.vapidSubject.rawValue)=mailto:"
                    + language.localized("you@example.org", fr: "vous@example.org"),
            ]
        }
    }
}
