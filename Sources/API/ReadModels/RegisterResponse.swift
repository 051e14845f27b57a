import Domain

/// `GET /v1/incidents/register`.
struct RegisterResponse: Encodable, Sendable, SchemaDescribed {
    let register: IncidentRegister
    let simulated: Bool

    private enum CodingKeys: CodingKey { case simulated }

    func encode(to encoder: any Encoder) throws {
        try register.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(simulated, forKey: .simulated)
    }
}
