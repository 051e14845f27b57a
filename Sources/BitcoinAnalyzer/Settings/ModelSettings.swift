import Domain
import LanguageModels
import Outbound

/// The language model that the settings ask for.
struct ModelSettings: Sendable {
    enum Provider: String, CaseIterable { case embedded, gemini, openai }

    let provider: Provider
    let baseURL: String?
    let model: String?
    let key: String?
    /// In US dollars a day.
    let dailyBudget: Double

    init(_ read: SettingReader) throws(SettingsFailure) {
        provider = try read.choice(.aiProvider, of: Provider.allCases)
        baseURL = try read.text(.aiBaseURL).map { text throws(SettingsFailure) in
            try read.address(text, for: .aiBaseURL)
        }
        model = try read.modelName(.aiModel)
        key = read.text(.aiKey)
        dailyBudget = try read.amount(.aiDailyBudget)
    }

    /// `nil` for the embedded analyst.
    func languageModel(over client: PoliteClient) -> (any LanguageModel)? {
        switch provider {
        case .embedded: nil
        case .gemini: GeminiModel(baseURL: baseURL, model: model, key: key, client: client)
        case .openai: OpenAIModel(baseURL: baseURL, model: model, key: key, client: client)
        }
    }

    /// For the health checks: `gemini-3.5-flash-lite`; `nil` for the embedded analyst.
    var shownModel: String? {
        switch provider {
        case .embedded: nil
        case .gemini: model ?? GeminiModel.defaultModel
        case .openai: model ?? OpenAIModel.defaultModel
        }
    }
}

extension SettingReader {
    /// A name that can stand in an address and in a record.
    fileprivate func modelName(_ key: SettingKey) throws(SettingsFailure) -> String? {
        guard let name = text(key) else { return nil }
        let isName =
            name.utf8.count <= 100
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._:/".contains($0)) }
        guard isName, !name.contains("..") else {
            throw invalid(key, Phrase("the name of a model", fr: "le nom d’un modèle"))
        }
        return name
    }

    fileprivate func amount(_ key: SettingKey) throws(SettingsFailure) -> Double {
        guard let amount = Double(text(key) ?? ""), (0...10_000).contains(amount) else {
            throw invalid(
                key,
                Phrase("US dollars from 0 to 10000, such as 1.00", fr: "un montant en dollars de 0 à 10000, comme 1.00")
            )
        }
        return amount
    }
}
