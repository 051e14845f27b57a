import Logging

extension LineFormat {
    /// The Blue Gene/L supercomputer, as in the loghub collection (BGL).
    static let blueGene = LineFormat(
        "bgl", ["{*} {unix} {*} {*} {*} {*} {unit} {*} {level} {text}"],
        levels: [LevelWord("FAILURE", .critical)],
        examples: [
            LineExample(
                "- 1117838570 2005.06.03 R02-M1-N0-C:J12-U11 2005-06-03-15.42.50.363779 R02-M1-N0-C:J12-U11 RAS KERNE"
                    + "L INFO instruction cache parity error corrected",
                "2005-06-03T22:42:50Z", "info", unit: "RAS", "instruction cache parity error corrected"),
            LineExample(
                "APPREAD 1117869872 2005.06.04 R23-M1-N8-I:J18-U11 2005-06-04-00.24.32.432192 R23-M1-N8-I:J18-U11 RAS"
                    + " APP FATAL ciod: failed to read message prefix on control stream",
                "2005-06-04T07:24:32Z", "critical", unit: "RAS",
                "ciod: failed to read message prefix on control stream"),
            LineExample(
                "- 1118536327 2005.06.11 R30-M0-L0-U01 2005-06-11-17.32.07.581048 R30-M0-L0-U01 RAS LINKCARD FAILURE link card is not fully functional",
                "2005-06-12T00:32:07Z", "critical", unit: "RAS", "link card is not fully functional"),
        ])
}
