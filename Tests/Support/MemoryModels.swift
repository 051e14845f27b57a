package import Domain
import Synchronization

/// What language models wrote, in memory, by the rules of ``ModelLog``.
package final class MemoryModels: ModelLog {
    private struct Hour: Hashable {
        let end: Timestamp
        let language: Language
    }

    private struct State {
        var analyses: [Hour: WrittenAnalysis] = [:]
        var calls: [ModelCall] = []
    }

    private let state = Mutex(State())

    package init() {}

    package func claim(_ hour: Timestamp, in language: Language, provider: String, model: String, now: Timestamp)
        async throws -> Bool
    {
        state.withLock { state in
            let key = Hour(end: hour, language: language)
            if let there = state.analyses[key] {
                let wasAsked = state.calls.contains {
                    $0.hour == hour && $0.language == language && $0.provider == provider && $0.model == model
                }
                guard there.text == nil, there.outcome.mayBeAskedAgain || there.outcome != .abandoned && !wasAsked
                else { return false }
            }
            state.analyses[key] = WrittenAnalysis(
                hour: hour, language: language, provider: provider, model: model, text: nil, outcome: .abandoned)
            return true
        }
    }

    package func finish(_ analysis: WrittenAnalysis) async throws {
        state.withLock { $0.analyses[Hour(end: analysis.hour, language: analysis.language)] = analysis }
    }

    package func analysis(of hour: Timestamp, in language: Language) async throws -> WrittenAnalysis? {
        state.withLock { $0.analyses[Hour(end: hour, language: language)] }
    }

    package func record(_ call: ModelCall) async throws {
        state.withLock { state in
            state.calls.removeAll { $0.id == call.id }
            state.calls.append(call)
        }
    }

    package func calls(before: ModelCallPosition?, limit: Int) async throws -> [ModelCall] {
        state.withLock { state in
            Array(
                state.calls.filter { call in
                    before.map { (call.started, call.id) < ($0.started, $0.id) } ?? true
                }
                .sorted { ($0.started, $0.id) > ($1.started, $1.id) }.prefix(limit))
        }
    }

    package func spent(since: Timestamp) async throws -> Double {
        state.withLock { $0.calls.filter { $0.started >= since }.map(\.counted).reduce(0, +) }
    }
}
