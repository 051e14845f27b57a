import Domain
import OperatingSystem

/// Checks a proposed command against the present state before it is shown. The only gate between a remedy and its
/// reader: every finding and every entry of the catalogue passes it.
///
/// A step is replaced or left out when it would do harm (change the owner of a path that is not the service's, end the
/// running service), cannot work (start a masked unit, start one that is not installed), or changes nothing (start an
/// active unit, revert one without drop-ins).
package struct RemedyCheck: Sendable {
    private let units: [String: UnitState]
    /// `false` where systemd did not respond: then nothing is known of any unit.
    private let knowsUnits: Bool
    private let folders: [String]
    private let holders: [RunningProcess]

    package init(_ facts: HealthFacts) {
        units = facts.installed
        knowsUnits = facts.units.value != nil && facts.isService
        folders = facts.serviceFolders
        holders = facts.ports.compactMap(\.holder)
    }

    /// The command without the steps that are not for this state; `nil` where none is left.
    package func checked(_ command: String) -> String? {
        var result = ""
        var seen: Set<String> = []
        var unmasked: Set<String> = []
        for step in RemedyStep.all(in: command) {
            if step.words.prefix(2) == ["systemctl", "unmask"] { unmasked.formUnion(step.words.dropFirst(2)) }
            for text in checked(step, unmasked: unmasked) where seen.insert(text).inserted {
                result += result.isEmpty ? text : step.separator + text
            }
        }
        return result.isEmpty ? nil : result
    }

    /// - Parameter unmasked: units that an earlier step unmasks.
    private func checked(_ step: RemedyStep, unmasked: Set<String>) -> [String] {
        switch step.words.first {
        case "systemctl": checkedSystemctl(step, unmasked: unmasked)
        case "chown", "chmod", "chgrp": checkedOwnership(step)
        case "kill": checkedKill(step)
        default: [step.text]
        }
    }

    private func checkedSystemctl(_ step: RemedyStep, unmasked: Set<String>) -> [String] {
        let arguments = step.words.dropFirst()
        guard let verb = arguments.first(where: { !$0.hasPrefix("-") }), knowsUnits else { return [step.text] }
        let names = arguments.drop { $0 != verb }.dropFirst().filter { !$0.hasPrefix("-") }
        let ours = names.filter { $0.hasPrefix("bitcoin-analyzer") && !$0.contains("*") }
        guard !ours.isEmpty, ours.count == names.count else { return [step.text] }
        let options = arguments.filter { $0.hasPrefix("-") }
        guard ["start", "restart", "enable", "revert", "unmask"].contains(verb) else { return [step.text] }
        if ["start", "restart", "enable"].contains(verb), ours.contains(where: { units[$0] == nil }) {
            return [Self.install]
        }
        let masked = ["start", "restart", "enable"].contains(verb) ? ours.filter { !unmasked.contains($0) } : []
        let before = masked.compactMap { units[$0]?.unmasking }
        let useful = ours.filter { isUseful(verb, of: $0, now: options.contains("--now")) }
        guard !useful.isEmpty else { return before }
        if !before.isEmpty, before.contains(where: { $0.hasSuffix(Self.install) }) { return before }
        return before + [([step.prefix + "systemctl", verb] + options + useful).joined(separator: " ")]
    }

    /// Shown where a remedy has no step that is of use now.
    package static let log = "journalctl -u 'bitcoin-analyzer-*' -n 50"

    private static let install = UnitState.install

    private func isUseful(_ verb: String, of name: String, now: Bool) -> Bool {
        guard let unit = units[name] else { return true }
        switch verb {
        // Also a service whose main process is frozen is active: those are restarted.
        case "start": return unit.active != "active" || unit.isMasked
        case "enable": return !unit.enabled.hasPrefix("enabled") || now && unit.active != "active"
        case "revert": return !unit.dropIns.isEmpty
        case "unmask": return unit.isMasked
        default: return true
        }
    }

    /// Only the service's own folders may change hands, and not while a unit runs as another user: systemd would give
    /// them back at its next start.
    private func checkedOwnership(_ step: RemedyStep) -> [String] {
        if isOfCron(step) || isOfTheWay(step) { return [step.text] }
        let others = units.values.filter { $0.name.hasSuffix(".service") && $0.runsAsOther }.map(\.restoringUser)
            .sorted()
        if !others.isEmpty { return others }
        let paths = step.words.dropFirst().filter { $0.hasPrefix("/") }
        guard paths.contains(where: { !isOfService($0) }) else { return [step.text] }
        return ["ls -ld " + paths.map(\.shellQuoted).joined(separator: " ")]
    }

    /// Takes rights away, or gives to root, a table that cron refuses otherwise.
    private func isOfCron(_ step: RemedyStep) -> Bool {
        guard step.words.count == 3, ["chmod go-w", "chown root:"].contains(step.words[..<2].joined(separator: " "))
        else { return false }
        let path = step.words[2].split(separator: "/", omittingEmptySubsequences: false)
        return path.count == 4 && path[..<3] == ["", "etc", "cron.d"] && !["", ".", ".."].contains(path[3])
    }

    /// Lets every user enter a folder above a program of the units, the settings or the service's own folders, as it is
    /// on every system; not the folder of a person.
    private func isOfTheWay(_ step: RemedyStep) -> Bool {
        guard step.words.count == 3, step.words[..<2] == ["chmod", "a+x"], !step.words[2].contains("/../") else {
            return false
        }
        let folder = step.words[2]
        guard folder.split(separator: "/").count > 1 || ["/usr", "/etc", "/opt", "/var"].contains(folder),
            !["/root", "/home"].contains(where: { folder == $0 || folder.hasPrefix($0 + "/") })
        else { return false }
        let programs = units.values.flatMap { $0.command.prefix(1) }
        let targets =
            [InstallPaths.program, InstallPaths.packagedProgram, InstallPaths.environment] + programs + folders
        return targets.contains { $0.hasPrefix(folder + "/") }
    }

    private func isOfService(_ path: String) -> Bool {
        !path.contains("/../") && folders.contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    private func checkedKill(_ step: RemedyStep) -> [String] {
        // Resumes a suspended process, whichever it is.
        if step.words.dropFirst().first == "-CONT" { return [step.text] }
        let processes = step.words.dropFirst().compactMap { Int32($0) }
        guard !processes.contains(1) else { return ["systemctl list-sockets"] }
        let own = units.values.first { $0.process > 1 && processes.contains($0.process) }?.name
        let held = holders.first { processes.contains($0.process) && $0.unit != nil }?.unit
        guard let unit = own ?? held else { return [step.text] }
        return ["systemctl status \(unit)"]
    }
}

extension HealthFacts {
    /// The folders that belong to the service: where it is installed, those of the installation and those that its
    /// units have as their own; else the state and log folders of the settings.
    package var serviceFolders: [String] {
        guard isService else {
            return settings.resolved.map { [$0.stateDirectory, $0.logsDirectory] }?.filter(Self.isOwnName) ?? []
        }
        let ofUnits = installed.values.flatMap { [$0.stateDirectory, $0.logsDirectory].compactMap(\.self) }
        return [InstallPaths.state, InstallPaths.logs] + ofUnits
    }

    /// A folder that was set as the state folder may be shared, such as `/root` or `/etc`.
    private static func isOwnName(_ path: String) -> Bool {
        path.split(separator: "/").dropFirst().contains { $0.hasPrefix("bitcoin-analyzer") }
    }
}

/// One command of a remedy, which is a line for a shell.
struct RemedyStep: Hashable {
    /// As written, with `sudo`.
    let text: String
    /// How it is joined to the step before: `; ` or ` && `.
    let separator: String
    /// `sudo ` or empty.
    let prefix: String
    /// Without `sudo` and quotes.
    let words: [String]

    static func all(in command: String) -> [RemedyStep] {
        var steps: [RemedyStep] = []
        var separator = "; "
        for (text, next) in parts(of: command) {
            let words = ShellWords.words(text)
            let isRoot = words.first == "sudo"
            steps.append(
                RemedyStep(
                    text: text, separator: separator, prefix: isRoot ? "sudo " : "",
                    words: isRoot ? Array(words.dropFirst()) : words))
            separator = next
        }
        return steps
    }

    /// The commands, each with what follows it: what stands within quotation marks is part of a word.
    private static func parts(of command: String) -> [(text: String, separator: String)] {
        var parts: [(text: String, separator: String)] = []
        var text = ""
        var quote: Character?
        var rest = command[...]
        while let character = rest.first {
            if quote == nil, let mark = ["; ", " && "].first(where: { rest.hasPrefix($0) }) {
                parts.append((text, mark))
                text = ""
                rest = rest.dropFirst(mark.count)
                continue
            }
            rest = rest.dropFirst()
            text.append(character)
            if character == "\\", quote != "'", let next = rest.popFirst() {
                text.append(next)
            } else if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
            }
        }
        return text.isEmpty ? parts : parts + [(text, "; ")]
    }
}
