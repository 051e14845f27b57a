import Synchronization

/// The faults that are set, at most one per endpoint.
package final class Faults: Sendable {
    /// A fault, and how many more requests it affects.
    package struct Setting: Hashable, Sendable, Codable {
        /// The fault.
        package let fault: Fault
        /// The remaining number of requests; `nil` for all until the fault is cleared.
        package var times: Int?

        /// - Parameter times: the number of requests; `nil` for all.
        package init(_ fault: Fault, times: Int? = nil) {
            self.fault = fault
            self.times = times
        }

        private enum CodingKeys: CodingKey { case times }

        /// Decodes the fault with the optional key `times`.
        package init(from decoder: any Decoder) throws {
            fault = try Fault(from: decoder)
            let values = try decoder.container(keyedBy: CodingKeys.self)
            times = try values.decodeIfPresent(Int.self, forKey: .times)
            if let times, times < 1 {
                throw DecodingError.dataCorruptedError(
                    forKey: .times, in: values, debugDescription: "'times' goes from 1 up")
            }
        }

        /// Encodes the fault with the optional key `times`.
        package func encode(to encoder: any Encoder) throws {
            try fault.encode(to: encoder)
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encodeIfPresent(times, forKey: .times)
        }
    }

    private let settings = Mutex<[Endpoint: Setting]>([:])
    /// What the endpoints remember of their clients because of faults.
    package let access = AccessRules()

    /// No faults.
    package init() {}

    /// Sets the fault of an endpoint, in place of any other, for the next `times` requests where given.
    package func set(_ fault: Fault, on endpoint: Endpoint, times: Int? = nil) {
        settings.withLock { $0[endpoint] = Setting(fault, times: times) }
    }

    /// Clears the fault of an endpoint, and ends its ban.
    package func clear(_ endpoint: Endpoint) {
        settings.withLock { $0[endpoint] = nil }
        access.endRefusals(of: endpoint)
    }

    /// Clears all faults, and ends all bans.
    package func clearAll() {
        settings.withLock { $0.removeAll() }
        access.endRefusals()
    }

    /// The faults that are set, by endpoint.
    package var current: [Endpoint: Setting] { settings.withLock { $0 } }

    /// The fault of the next request to `endpoint`; decrements its remaining number.
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
