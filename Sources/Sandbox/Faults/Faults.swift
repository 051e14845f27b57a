import Synchronization

/// The faults that are set, one for each endpoint at most.
package final class Faults: Sendable {
    /// A fault, and how many more requests meet it.
    package struct Setting: Hashable, Sendable, Codable {
        package let fault: Fault
        /// `nil`: all of them, until it is taken away.
        package var times: Int?

        package init(_ fault: Fault, times: Int? = nil) {
            self.fault = fault
            self.times = times
        }

        private enum CodingKeys: CodingKey { case times }

        package init(from decoder: any Decoder) throws {
            fault = try Fault(from: decoder)
            let values = try decoder.container(keyedBy: CodingKeys.self)
            times = try values.decodeIfPresent(Int.self, forKey: .times)
            if let times, times < 1 {
                throw DecodingError.dataCorruptedError(
                    forKey: .times, in: values, debugDescription: "'times' goes from 1 up")
            }
        }

        package func encode(to encoder: any Encoder) throws {
            try fault.encode(to: encoder)
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encodeIfPresent(times, forKey: .times)
        }
    }

    private let settings = Mutex<[Endpoint: Setting]>([:])

    package init() {}

    /// From now on, and for the next `times` requests only where given, `endpoint` fails this way instead of any other.
    package func set(_ fault: Fault, on endpoint: Endpoint, times: Int? = nil) {
        settings.withLock { $0[endpoint] = Setting(fault, times: times) }
    }

    package func clear(_ endpoint: Endpoint) {
        settings.withLock { $0[endpoint] = nil }
    }

    package func clearAll() {
        settings.withLock { $0.removeAll() }
    }

    package var current: [Endpoint: Setting] { settings.withLock { $0 } }

    /// The fault that a request to `endpoint` meets; counts as one of its times.
    func take(_ endpoint: Endpoint) -> Fault? {
        settings.withLock { settings in
            guard let setting = settings[endpoint] else { return nil }
            if let times = setting.times {
                settings[endpoint] = times > 1 ? Setting(setting.fault, times: times - 1) : nil
            }
            return setting.fault
        }
    }
}
