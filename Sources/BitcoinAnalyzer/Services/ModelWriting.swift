import API
import Analysis
import Domain
import Storage

extension OpenDatabase {
    /// Has the language model of the settings write about the newest closed hour, where no process did. A failure is
    /// recorded, and never one of the collection.
    func writeAnalyses() async {
        guard let model = wiring.settings.model.languageModel(over: wiring.client) else { return }
        let analyst = ModelAnalyst(
            model, log: database.models, journal: wiring.journal, dailyBudget: wiring.settings.model.dailyBudget,
            every: wiring.settings.collectEvery, now: wiring.time.now)
        do {
            try await analyst.write(try await reader().market(at: wiring.time.now()))
        } catch is CancellationError {
            // The service ends.
        } catch {
            wiring.journal.record(Event(.warning, "no analysis was written: \(error)"))
        }
    }
}
