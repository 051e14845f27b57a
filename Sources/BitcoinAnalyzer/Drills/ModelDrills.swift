import Domain
import Sandbox

extension Drill {
    /// Failures of the language model.
    static let ofModels: [Drill] = [
        Drill(.aiAuth, .badKey), Drill(.aiQuota, .quota), Drill(.aiModelRetired, .modelNotFound),
        Drill(.aiUnreachable, .loading), Drill(.aiUngrounded, .lieSign),
    ]

    /// The service is given a model that fails, as each hour is asked for once; then none.
    private init(_ cause: Cause, _ fault: ModelFault) {
        self.init(
            cause,
            inject: { stage in
                stage.world.faults.set(.model(fault), on: .gemini)
                try await stage.restart(with: [
                    "AI_PROVIDER": "gemini", "AI_BASE_URL": stage.world.origin + "/gemini", "AI_API_KEY": "drill",
                ])
            },
            repair: { stage in
                stage.world.faults.clear(.gemini)
                // What may be asked for again is; a text that was refused is not, within the hour.
                if fault == .lieSign { try await stage.restart() }
            })
    }
}
