import API
import Analysis
import Domain
import Storage

extension OpenDatabase {
    /// Keeps what the analysis of the newest closed hour says, compares older ones with what came, and has the language
    /// model of the settings write, where no process did. A failure is never one of the collection.
    func writeAnalyses() async {
        do {
            let market = try await reader().market(at: wiring.time.now())
            try await AnalysisScoring(database.scores, candles: database.candles).run(market)
            try await writeByModel(market)
        } catch is CancellationError {
            // The service ends.
        } catch {
            wiring.journal.record(Event(.warning, "the analysis was not recorded: \(error)"))
        }
    }

    private func writeByModel(_ market: MarketView) async throws {
        guard let model = wiring.settings.model.languageModel(over: wiring.client) else { return }
        let analyst = ModelAnalyst(
            model, log: database.models, journal: wiring.journal, dailyBudget: wiring.settings.model.dailyBudget,
            every: wiring.settings.collectEvery, now: wiring.time.now)
        try await analyst.write(market)
    }
}
