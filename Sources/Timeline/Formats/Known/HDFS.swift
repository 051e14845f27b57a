extension LineFormat {
    /// The Hadoop Distributed File System, as in the loghub collection.
    static let hdfs = LineFormat(
        "hdfs", ["{time:yyMMdd HHmmss} {number} {level} {unit}: {text}"],
        examples: [
            LineExample(
                "081109 203615 148 INFO dfs.DataNode$PacketResponder: PacketResponder 1 for block blk_38865049064139660 terminating",
                "2008-11-09T20:36:15Z", "info", unit: "dfs.DataNode$PacketResponder",
                "PacketResponder 1 for block blk_38865049064139660 terminating"),
            LineExample(
                "081109 214043 2561 WARN dfs.DataNode$DataXceiver: 10.251.30.85:50010:Got exception while serving blk_-2918118818249673980",
                "2008-11-09T21:40:43Z", "warning", unit: "dfs.DataNode$DataXceiver",
                "10.251.30.85:50010:Got exception while serving blk_-2918118818249673980"),
        ])
}
