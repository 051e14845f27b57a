import Domain

/// Who writes the analysis can be asked.
enum AICheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let settings = facts.settings.resolved else { return [.notChecked(.ai, because: .settings)] }
        // Other providers are refused when the settings are read: what resolves is embedded.
        return [
            Finding(
                .ai, settings.aiProvider, .ok,
                Phrase(
                    "the embedded analyst writes the analysis: no key, no network, no cost",
                    fr: "l'analyste embarqué rédige l'analyse : ni clé, ni réseau, ni coût"))
        ]
    }
}
