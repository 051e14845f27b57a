package import Domain

/// A file of `/etc/cron.d` and what cron(8) checks before it reads one.
package struct CronTable: Hashable, Sendable {
    /// Whether cron may run something as a user.
    package enum Account: Hashable, Sendable {
        case usable
        case unknown
        /// Since this day; PAM refuses it.
        case expired
    }

    package let path: String
    package let text: String
    /// Permission bits.
    package let mode: UInt32
    package let owner: UInt32
    package let isRegular: Bool
    /// Of the users that its lines name.
    package let accounts: [String: Account]

    package init(
        path: String, text: String, mode: UInt32 = 0o644, owner: UInt32 = 0, isRegular: Bool = true,
        accounts: [String: Account] = [:]
    ) {
        self.path = path
        self.text = text
        self.mode = mode
        self.owner = owner
        self.isRegular = isRegular
        self.accounts = accounts
    }
}

/// Why cron does not run a table.
package enum CronRefusal: Hashable, Sendable {
    /// Other characters than letters, digits, `_` and `-`, such as a dot.
    case fileName
    case mode(UInt32)
    case owner(UInt32)
    case notRegular
    case lastLineEnd
    /// A line has no schedule that cron can read: it then ignores the whole table.
    case schedule(String)
    /// The line has no user, or one that does not exist: cron then ignores the whole table.
    case user(String)
    case expired(String)
    /// What cron itself logged of the table.
    case logged(String)

    package var phrase: Phrase {
        switch self {
        case .fileName:
            Phrase(
                "cron ignores files whose name has a dot, or anything but letters, digits, _ and -",
                fr: "cron ignore les fichiers dont le nom contient un point, ou autre chose que des lettres, des "
                    + "chiffres, _ et -")
        case .mode(let mode):
            Phrase(
                "cron refuses a table that its group or others may write (mode \(String(mode, radix: 8)))",
                fr: "cron refuse une table que son groupe ou d’autres peuvent modifier (mode "
                    + "\(String(mode, radix: 8)))")
        case .owner(let owner):
            Phrase(
                "cron refuses a table that root does not own (its owner is \(owner))",
                fr: "cron refuse une table qui n’appartient pas à root (son propriétaire est \(owner))")
        case .notRegular:
            Phrase("cron reads regular files only", fr: "cron ne lit que des fichiers ordinaires")
        case .lastLineEnd:
            Phrase(
                "cron ignores a table whose last line has no line end",
                fr: "cron ignore une table dont la dernière ligne n’a pas de fin de ligne")
        case .schedule(let text):
            Phrase(
                "cron ignores the table: it cannot read the schedule '\(text.printableLine(limit: 60))'",
                fr: "cron ignore la table\u{A0}: il ne peut pas lire l’horaire "
                    + "«\u{A0}\(text.printableLine(limit: 60))\u{A0}»")
        case .user(let name):
            Phrase(
                "cron ignores the table: its line must name a user before the command, and there is no user "
                    + "'\(name)'",
                fr: "cron ignore la table\u{A0}: sa ligne doit nommer un utilisateur avant la commande, et "
                    + "l’utilisateur «\u{A0}\(name)\u{A0}» n’existe pas")
        case .expired(let name):
            Phrase("the account \(name) has expired", fr: "le compte \(name) a expiré")
        case .logged:
            Phrase("cron refuses the table", fr: "cron refuse la table")
        }
    }

    /// What fixes it in the file.
    package func remedy(of path: String) -> String {
        if case .expired(let name) = self { return "sudo chage -E -1 \(name)" }
        // The installed table is written as it should be, whatever is wrong with it; others are not ours to write.
        guard path != CronFacts.installedTable else { return "sudo bitcoin-analyzer install --scheduler cron" }
        let file = path.shellQuoted
        return switch self {
        case .mode: "sudo chmod go-w \(file)"
        case .owner: "sudo chown root: \(file)"
        // Fails where there is such a file already; `mv -n` would do nothing, and not say so.
        case .fileName: "sudo ln \(file) \(CronTable.acceptedName(path).shellQuoted) && sudo rm \(file)"
        case .notRegular, .schedule, .user, .logged, .lastLineEnd, .expired: "sudo cat -A \(file); sudoedit \(file)"
        }
    }
}

extension CronTable {
    /// What cron(8) and crontab(5) of Debian refuse; `nil` for a table that cron runs.
    package var refusal: CronRefusal? {
        let name = path.split(separator: "/").last ?? ""
        if path != "/etc/crontab", !name.utf8.allSatisfy(Self.isNameByte) { return .fileName }
        if !isRegular { return .notRegular }
        if owner != 0 { return .owner(owner) }
        if mode & 0o022 != 0 { return .mode(mode) }
        if !text.isEmpty, text.utf8.last != UInt8(ascii: "\n") { return .lastLineEnd }
        if let fault = text.textLines().lazy.compactMap(CronSchedule.fault).first { return .schedule(fault) }
        for line in text.textLines() where CronLine.isJob(line) {
            guard let user = CronLine.user(of: String(line)) else { continue }
            switch accounts[user] {
            case .unknown: return .user(user)
            case .expired: return .expired(user)
            case .usable, nil: continue
            }
        }
        return nil
    }

    /// The path with a name that cron reads.
    fileprivate static func acceptedName(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        let accepted = name.utf8.map { isNameByte($0) ? Character(UnicodeScalar($0)) : "-" }
        return path.dropLast(name.count) + String(accepted)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
