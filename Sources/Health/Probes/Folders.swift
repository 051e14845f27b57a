import Domain
import FoundationEssentials
package import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The folders that the service writes to: their free space, and whether it may write there.
package enum Folders {
    /// - Parameter user: whose permissions count; tested as that user where we are root, else as ourselves.
    package static func facts(of settings: SettingsFacts.Resolved, user: String?, run: RunCommand) async
        -> [FolderFacts]
    {
        var uses: [(path: String, uses: Set<FolderFacts.Use>, files: [String])] = []
        func add(_ path: String, _ use: FolderFacts.Use, files: [String]) {
            if let index = uses.firstIndex(where: { $0.path == path }) {
                uses[index].uses.insert(use)
                uses[index].files += files
            } else {
                uses.append((path, [use], files))
            }
        }
        add(settings.stateDirectory, .state, files: [])
        add(settings.logsDirectory, .logs, files: [settings.logsDirectory + "/" + cronLog])
        if let file = settings.databaseFile {
            add(folderAndName(of: file).folder, .database, files: [file, file + "-wal", file + "-shm"])
        }
        var found: [FolderFacts] = []
        for folder in uses { found.append(await inspect(folder.path, folder.uses, folder.files, user, run)) }
        return found
    }

    static func inspect(
        _ path: String, _ uses: Set<FolderFacts.Use>, _ files: [String], _ user: String?, _ run: RunCommand,
        isRoot: Bool = geteuid() == 0
    ) async -> FolderFacts {
        let tested = isRoot ? user : nil
        let (existing, space, lookup) = await blocking {
            (
                [path] + files.filter { FileManager.default.fileExists(atPath: $0) }, Self.space(path),
                FileIdentity.lookup(path)
            )
        }
        // What is behind a folder that may not be entered may well exist.
        guard lookup != .missing else {
            return FolderFacts(
                path: path, uses: uses, exists: false,
                space: .unknown(Phrase("it does not exist", fr: "il n’existe pas")), user: user ?? own)
        }
        var refused: [String] = []
        for path in existing where await !mayWrite(path, as: tested, run) { refused.append(path) }
        var facts = FolderFacts(path: path, uses: uses, space: space, notWritable: refused, user: user ?? own)
        facts.immutable = await blocking { existing.filter { cannotChange($0, uses) } }
        if case .found(let own) = lookup {
            (facts.sharesWithJournal, facts.sharesWithPackages) = await blocking {
                (
                    FileIdentity("/var/log/journal")?.device == own.device,
                    FileIdentity("/var/cache/apt/archives")?.device == own.device
                )
            }
        }
        guard !refused.isEmpty else { return facts }
        facts.isReadOnlySystem = await blocking { isReadOnly(path) }
        facts.barrier = await barrier(above: path, as: tested, run)
        return facts
    }

    /// statvfs(3): `ST_RDONLY`.
    private static func isReadOnly(_ path: String) -> Bool {
        var answer = statvfs()
        return statvfs(path, &answer) == 0 && answer.f_flag & 1 != 0
    }

    private static func barrier(above path: String, as user: String?, _ run: RunCommand) async -> String? {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/" + part
            let name = folder
            guard let user else {
                if await blocking({ access(name, X_OK) != 0 && errno == EACCES }) { return name }
                continue
            }
            if await UserAccess.allows("x", name, as: user, run, limit: .milliseconds(500)) == false { return name }
        }
        return nil
    }

    /// Whether an attribute keeps the service from using the file or folder. A log only grows: `a` is a usual
    /// protection of it. A database also writes in place, and removes files beside it.
    static func cannotChange(
        _ path: String, _ uses: Set<FolderFacts.Use>, isImmutable: (String) -> Bool = FileAttributes.isImmutable,
        isAppendOnly: (String) -> Bool = FileAttributes.isAppendOnly
    ) -> Bool {
        isImmutable(path) || uses != [.logs] && !path.hasSuffix("/\(cronLog)") && isAppendOnly(path)
    }

    private static let cronLog = "cron.log"

    private static func mayWrite(_ path: String, as user: String?, _ run: RunCommand) async -> Bool {
        guard let user else { return await blocking { access(path, W_OK) == 0 } }
        return await UserAccess.allows("w", path, as: user, run, limit: .seconds(1)) ?? true
    }

    private static let own = ProcessInfo.processInfo.environment["USER"] ?? "this user"

    private static func space(_ path: String) -> ProbeResult<FolderFacts.Space> {
        var answer = statvfs()
        guard statvfs(path, &answer) == 0 else { return .unknown(SystemError.phrase(errno)) }
        // What is left to others than root.
        return .known(
            FolderFacts.Space(
                // A file system in user space reports any numbers.
                freeBytes: UInt64(answer.f_bavail).multipliedClamped(by: UInt64(answer.f_frsize)),
                totalBytes: UInt64(answer.f_blocks).multipliedClamped(by: UInt64(answer.f_frsize)),
                freeNodes: UInt64(answer.f_favail), totalNodes: UInt64(answer.f_files)))
    }
}
