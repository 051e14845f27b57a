import Domain
import Synchronization

/// The hours simulated so far: each is drawn once, in order, and cached (about 100 bytes an hour).
final class HourHistory: Sendable {
    private struct State {
        var process: PriceProcess
        var hours: [SimulatedHour] = []
    }

    private let state: Mutex<State>

    init(seed: UInt64, genesis: Timestamp) {
        state = Mutex(State(process: PriceProcess(seed: seed, genesis: genesis)))
    }

    /// The hours with these indices, counted from the genesis.
    func hours(_ indices: Range<Int>) -> ArraySlice<SimulatedHour> {
        state.withLock { state in
            while state.hours.count < indices.upperBound { state.hours.append(state.process.nextHour()) }
            return state.hours[indices]
        }
    }
}
