import Domain
import Sandbox
import Storage

extension Drill {
    /// Failures of the language model.
    static let ofModels: [Drill] = [
        Drill(.aiAuth, .badKey), Drill(.aiQuota, .quota), Drill(.aiModelRetired, .modelNotFound),
        Drill(.aiUnreachable, .loading),
        // A text that was refused is not asked for again within the hour, but by another model.
        Drill(.aiUngrounded, .lieSign, repair: { try await $0.restart(with: $0.model("another-model")) }),
        Drill(
            .aiDegraded,
            inject: { stage in
                try await stage.restart(with: stage.model(drilledModel))
                try await stage.until("both languages are written") {
                    try await stage.modelCalls().count(where: \.outcome.isAccepted) == Language.allCases.count
                }
                try await stage.recordRefusedTexts(of: drilledModel)
            },
            repair: { try await $0.restart(with: $0.model("another-model")) }),
    ]

    private static let drilledModel = "drilled-model"

    /// The service is given a model that fails, as each hour is asked for once; then the failure ends.
    private init(
        _ cause: Cause, _ fault: ModelFault, repair: @escaping @Sendable (DrillStage) async throws -> Void = { _ in }
    ) {
        self.init(
            cause,
            inject: { stage in
                stage.world.faults.set(.model(fault), on: .gemini)
                try await stage.restart(with: stage.model(Self.drilledModel))
            },
            repair: { stage in
                stage.world.faults.clear(.gemini)
                try await repair(stage)
            })
    }
}

extension DrillStage {
    /// The settings of a language model of the simulation.
    fileprivate func model(_ name: String) -> [String: String] {
        [
            "AI_PROVIDER": "gemini", "AI_BASE_URL": world.origin + "/gemini", "AI_API_KEY": "drill", "AI_MODEL": name,
        ]
    }

    fileprivate func modelCalls() async throws -> [ModelCall] {
        try await withDatabase { try await $0.models.calls(before: nil, limit: 10) }
    }

    /// As if most texts of the last hours had been refused.
    fileprivate func recordRefusedTexts(of model: String) async throws {
        let newest = Interval.oneHour.openTime(containing: MarketClock.real.now())
        try await withDatabase { database in
            for hour in 1...20 {
                var call = ModelCall(
                    id: "drill-\(hour)", started: newest - .hours(Int64(hour)) + .minutes(1),
                    hour: newest - .hours(Int64(hour)), language: .english, provider: "gemini", model: model,
                    promptName: "drill", promptVersion: "drill", outcome: .ungrounded)
                call.details = ["the change is a fall"]
                try await database.models.record(call)
            }
        }
    }

    private func withDatabase<Value: Sendable>(_ work: (Database) async throws -> Value) async throws -> Value {
        let database = try await Database.open(try DatabaseURL(self["DATABASE_URL"]), migrate: false)
        do {
            let value = try await work(database)
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }
}
