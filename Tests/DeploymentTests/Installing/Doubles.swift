import Domain
import FoundationEssentials
import Synchronization

@testable import Deployment

/// A machine's files in memory, to be looked at and changed as the real ones are.
final class MemoryTree: InstalledTree {
    private let state: Mutex<(entries: [String: InstalledEntry], users: [String: UInt32])>

    init(_ files: [String: String] = [:], users: [String: UInt32] = [:]) {
        state = Mutex((files.mapValues { InstalledEntry(kind: .file(Data($0.utf8)), mode: 0o644) }, users))
    }

    func entry(_ path: String) throws(DeploymentFailure) -> InstalledEntry? { state.withLock { $0.entries[path] } }
    func user(_ name: String) -> UInt32? { state.withLock { $0.users[name] } }
    func group(_ name: String) -> UInt32? { state.withLock { $0.users[name] } }

    func names(in folder: String) -> [String] {
        state.withLock {
            $0.entries.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }.filter
            { !$0.contains("/") }.sorted()
        }
    }

    func text(_ path: String) -> String? {
        state.withLock { $0.entries[path]?.contents }.map { String(decoding: $0, as: UTF8.self) }
    }
    func write(_ text: String, to path: String) {
        state.withLock { $0.entries[path] = InstalledEntry(kind: .file(Data(text.utf8)), mode: 0o644) }
    }
    var paths: Set<String> { state.withLock { Set($0.entries.keys) } }

    /// As the real maker of changes does it.
    func make(_ changes: [Change]) {
        state.withLock { state in
            func ids(_ owner: InstallationPlan.Owner) -> (UInt32, UInt32) {
                let number = state.users[InstallPaths.user] ?? 0
                return (owner == .service ? number : 0, owner == .root ? 0 : number)
            }
            for change in changes {
                switch change.action {
                case .createUser: state.users[InstallPaths.user] = 990
                case .removeUser: state.users[InstallPaths.user] = nil
                case .createFolder(let mode, let owner):
                    state.entries[change.path] = InstalledEntry(
                        kind: .folder, mode: mode, user: ids(owner).0, group: ids(owner).1)
                case .write(let data, let mode, let owner, let backupPath):
                    if let backupPath { state.entries[backupPath] = state.entries[change.path] }
                    state.entries[change.path] = InstalledEntry(
                        kind: .file(data), mode: mode, user: ids(owner).0, group: ids(owner).1)
                case .link(let target):
                    state.entries[change.path] = InstalledEntry(kind: .link(to: target), mode: 0o777)
                case .setOwnership(let mode, let owner):
                    guard let entry = state.entries[change.path] else { continue }
                    state.entries[change.path] = InstalledEntry(
                        kind: entry.kind, mode: mode, user: ids(owner).0, group: ids(owner).1)
                case .remove(let backupPath):
                    if let backupPath { state.entries[backupPath] = state.entries[change.path] }
                    state.entries[change.path] = nil
                case .removeTree:
                    for path in state.entries.keys where path == change.path || path.hasPrefix(change.path + "/") {
                        state.entries[path] = nil
                    }
                }
            }
        }
    }
}

/// What an operator asks for, in short.
struct Request {
    var program = "/usr/local/bin/bitcoin-analyzer"
    var apiHost = "127.0.0.1", apiPort = 8001
    var webHost = "127.0.0.1", webPort = 8000
    var apiBaseURL = "http://127.0.0.1:8001"
    var every: Duration = .seconds(3600)
    var passTimeout: Duration = .seconds(600)
    var scheduler = Scheduler.timer
    var updates = false
    var writing = [InstallPaths.state]
    var bytes = "program 1"
    var entries = [
        EnvironmentText.Entry(name: "API_PORT", meaning: "port the API listens on", defaultValue: "8001"),
        EnvironmentText.Entry(name: "DATABASE_URL", meaning: "the database", defaultValue: nil),
    ]
    var values: [String: String] = [:]

    func installation() throws(DeploymentFailure) -> Installation {
        try Installation(
            program: program,
            api: ListenAddress(host: apiHost, port: apiPort, hostKey: "API_HOST", portKey: "API_PORT"),
            web: ListenAddress(host: webHost, port: webPort, hostKey: "WEB_HOST", portKey: "WEB_PORT"),
            apiBaseURL: apiBaseURL, every: every, passTimeout: passTimeout,
            scheduler: scheduler, updates: updates, writing: writing)
    }

    func plan(environment current: String? = nil) throws -> InstallationPlan {
        try InstallationPlan(installation(), environment: text(current), program: Data(bytes.utf8))
    }

    func text(_ current: String?) throws -> EnvironmentText {
        try EnvironmentText(current: current, entries: entries, values: values)
    }

    func changes(in tree: MemoryTree, rights: OwnershipRights = .all) throws -> InstallationChanges {
        let current = tree.text(InstallPaths.environment)
        return try InstallationChanges(plan(environment: current), environment: text(current), in: tree, rights: rights)
    }

    /// - Returns: the changes that were made.
    @discardableResult
    func install(in tree: MemoryTree) throws -> [Change] {
        let list = try changes(in: tree).list
        tree.make(list)
        return list
    }

    /// What one file of the plan says.
    func file(_ path: String) throws -> String {
        String(decoding: try plan().files.first { $0.path == path }?.contents ?? Data(), as: UTF8.self)
    }
}
