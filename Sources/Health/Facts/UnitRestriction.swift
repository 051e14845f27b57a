import Domain

/// Which settings take something away from a unit (systemd.exec(5), systemd.resource-control(5)), and of what kind.
///
/// A setting is a line `Name=value`.
enum UnitRestriction {
    /// Whether the setting takes something away with its value: `LimitNOFILE=infinity` and `PrivateTmp=no` do not.
    static func restricts(_ line: String) -> Bool {
        let name = name(of: line)
        guard mayRestrict(name), let equals = line.firstIndex(of: "=") else { return false }
        return !isWithoutEffect(name, line[line.index(after: equals)...])
    }

    /// Whether some value of this setting takes something away.
    static func mayRestrict(_ name: some StringProtocol) -> Bool {
        ["Limit", "Restrict", "Protect", "Private", "Condition", "Assert"].contains { name.hasPrefix($0) }
            || name.hasSuffix("Paths") && name != "ReadWritePaths" && name != "ExecPaths"
            || names.contains(String(name))
    }

    /// Whether a unit of this program fails, or may, without this setting of its installed file.
    static func isNeeded(_ line: String) -> Bool {
        [
            "ReadWritePaths", "StateDirectory", "LogsDirectory", "User", "Group", "SupplementaryGroups", "ExecStart",
            "Type",
            "NotifyAccess", "ListenStream",
        ].contains(name(of: line))
    }

    private static let names: Set<String> = [
        "User", "Group", "DynamicUser", "SupplementaryGroups", "RootDirectory", "RootImage", "NoNewPrivileges",
        "TemporaryFileSystem", "ExecStartPre", "ExecCondition", "CapabilityBoundingSet", "DevicePolicy", "UMask",
        "StateDirectory", "StateDirectoryMode", "LogsDirectory", "LogsDirectoryMode", "JoinsNamespaceOf",
        "NetworkNamespacePath", "IPAddressDeny", "SocketBindDeny", "SystemCallFilter", "SystemCallArchitectures",
        "MemoryMax", "MemoryHigh", "MemoryLimit", "MemorySwapMax", "MemoryZSwapMax", "MemoryDenyWriteExecute",
        "TasksMax",
    ]

    private static func isWithoutEffect(_ name: String, _ value: Substring) -> Bool {
        let words = value.split { $0 == " " || $0 == "\t" }
        switch name {
        case _ where name.hasPrefix("Limit"):
            // `soft:hard`
            return value.split(separator: ":").allSatisfy { $0 == "infinity" }
        case "MemoryMax", "MemoryHigh", "MemoryLimit", "MemorySwapMax", "MemoryZSwapMax", "TasksMax":
            return ["infinity", "max", "100%"].contains(value)
        case "User", "Group", "StateDirectory", "LogsDirectory": return value == InstallPaths.user[...]
        case "RestrictAddressFamilies":
            return ["AF_UNIX", "AF_INET", "AF_INET6"].allSatisfy { words.contains($0[...]) }
        case "DevicePolicy": return value == "auto"
        case _ where ["Protect", "Private", "Restrict"].contains { name.hasPrefix($0) },
            "DynamicUser", "NoNewPrivileges", "MemoryDenyWriteExecute":
            return ["no", "n", "false", "f", "off", "0", "default"].contains(value.lowercased())
        default: return false
        }
    }

    private static func name(of line: String) -> String { String(line.prefix { $0 != "=" }) }

    static func isOfNetwork(_ line: String) -> Bool {
        [
            "IPAddressDeny", "RestrictAddressFamilies", "PrivateNetwork", "RestrictNetworkInterfaces",
            "NetworkNamespacePath", "JoinsNamespaceOf",
        ].contains(name(of: line))
    }

    /// Whether it concerns the user and its groups.
    static func isOfUser(_ line: String) -> Bool {
        ["User", "Group", "DynamicUser", "SupplementaryGroups"].contains(name(of: line))
    }

    /// Whether it concerns which files the unit sees, and may write.
    static func isOfFiles(_ line: String) -> Bool {
        let name = name(of: line)
        return isOfUser(line) || name == "ReadWritePaths"
            || ["Paths", "Directory", "DirectoryMode"].contains { name.hasSuffix($0) }
            || ["Protect", "Private", "Root"].contains { name.hasPrefix($0) }
            || name == "TemporaryFileSystem" || name == "CapabilityBoundingSet"
    }

    /// Whether it decides how, and how often, systemd expects to hear of the program.
    static func isOfNotice(_ line: String) -> Bool {
        ["Type", "NotifyAccess", "WatchdogSec"].contains(name(of: line))
    }

    /// Whether systemd applies it to processes that run, at the next daemon-reload (systemd.resource-control(5)).
    static func isOfGroup(_ line: String) -> Bool {
        isOfMemory(line) && name(of: line) != "LimitAS"
            || ["TasksMax", "IPAddressDeny", "SocketBindDeny", "RestrictNetworkInterfaces", "DevicePolicy"]
                .contains(name(of: line))
    }

    /// Whether it limits memory.
    static func isOfMemory(_ line: String) -> Bool {
        let name = name(of: line)
        return name.hasPrefix("Memory") && name != "MemoryDenyWriteExecute"
            || ["LimitAS", "LimitDATA", "LimitRSS", "LimitSTACK"].contains(name)
    }

    /// Whether it limits how much the unit may use of something.
    static func isLimit(_ line: String) -> Bool {
        isOfMemory(line) || name(of: line).hasPrefix("Limit") || name(of: line) == "TasksMax"
    }

    static func isOfFileSize(_ line: String) -> Bool { name(of: line) == "LimitFSIZE" }

    static func isOfDescriptors(_ line: String) -> Bool { name(of: line) == "LimitNOFILE" }

    /// Whether it keeps the unit from this very path, or from one below or above it.
    static func names(_ path: String, _ line: String) -> Bool {
        let name = name(of: line)
        guard name.hasSuffix("Paths") || name == "TemporaryFileSystem", restricts(line) else { return false }
        return line.dropFirst(name.count + 1).split(separator: " ").contains { word in
            let parts = word.drop { $0 == "-" || $0 == "+" }.split(separator: ":")
            // `BindPaths=source:destination:options`
            guard let shown = (name.hasPrefix("Bind") && parts.count > 1 ? parts[1] : parts.first) else { return false }
            return shown == "/" || path == shown || path.hasPrefix(shown + "/") || shown.hasPrefix(path + "/")
        }
    }
}
