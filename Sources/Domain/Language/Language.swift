/// The languages that people are spoken to in.
package enum Language: String, CaseIterable, Sendable, Codable {
    case english = "en"
    case french = "fr"
}
