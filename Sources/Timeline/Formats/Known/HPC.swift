extension LineFormat {
    /// A cluster of Los Alamos, as in the loghub collection.
    static let hpc = LineFormat(
        "hpc", ["{number} {unit} {*} {*} {unix} {number} {text}"],
        examples: [
            LineExample(
                "134681 node-246 unix.hw state_change.unavailable 1077804742 1 Component State Change: Component \\042alt0\\042 is in the unavailable state",
                "2004-02-26T14:12:22Z", unit: "node-246",
                "Component State Change: Component \\042alt0\\042 is in the unavailable state")
        ])
}
