import Domain
import Foundation
import Testing

@testable import OperatingSystem

@Suite("Files whose disk is missing") struct MissingDiskTests {
    @Test("a link that leads to nothing is found anywhere on the path, and a file that is only missing is not one")
    func links() throws {
        try withFolder { folder in
            let link = folder + "/data"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/nowhere/disk")
            #expect(MissingDisk.above(link + "/x.db") == .link(link, target: "/nowhere/disk"))
            #expect(MissingDisk.above(link) == .link(link, target: "/nowhere/disk"))
            #expect(MissingDisk.above(link)?.command.contains("restore") == false)
            #expect(MissingDisk.above(folder + "/x.db") == nil)
            try FileManager.default.createSymbolicLink(atPath: folder + "/good", withDestinationPath: folder)
            #expect(MissingDisk.above(folder + "/good/x.db") == nil)
        }
    }

    @Test("a mount point of fstab above the file that is not mounted, the nearest one")
    func fstab() {
        let fstab = """
            # /etc/fstab
            UUID=1 / ext4 errors=remount-ro 0 1
            UUID=2 /srv ext4 defaults 0 2
            UUID=3 /srv/my\\040data ext4 defaults 0 2
            UUID=4 none swap sw 0 0
            """
        let mounts = "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /srv ext4 rw 0 0\n"
        #expect(MissingDisk.unmounted("/srv/my data/x.db", fstab: fstab, mounts: mounts) == .notMounted("/srv/my data"))
        #expect(MissingDisk.unmounted("/srv/x.db", fstab: fstab, mounts: mounts) == nil)
        #expect(MissingDisk.unmounted("/srv/x.db", fstab: fstab, mounts: "") == nil)
        #expect(
            MissingDisk.unmounted("/mnt/a/x.db", fstab: "UUID=9 /mnt/a/ ext4 defaults 0 2", mounts: mounts)
                == .notMounted("/mnt/a"))
        #expect(MissingDisk.unmounted("/srv/x.db", fstab: "UUID=2 /srv/ ext4 defaults 0 2", mounts: mounts) == nil)
        #expect(MissingDisk.unmounted("/srvx/y.db", fstab: fstab, mounts: "/dev/sda1 / ext4 rw 0 0\n") == nil)
    }

    @Test("of a link whose target was deleted from a disk that is there, nothing says that no backup is needed")
    func deletedTarget() throws {
        try withFolder { folder in
            let link = folder + "/x.db"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "disk/x.db")
            let absent = try #require(MissingDisk.above(link))
            // A relative target counts from the folder of the link, in every command as well.
            #expect(absent == .link(link, target: folder + "/disk/x.db") && !absent.mayBeDeleted)
            #expect(absent.command.contains("'\(folder)/disk/x.db'"))
            try FileManager.default.createDirectory(atPath: folder + "/disk", withIntermediateDirectories: true)
            #expect(absent.mayBeDeleted)
            #expect(!absent.hint.english.contains("nothing was deleted") && absent.hint.english.contains("backup"))
            #expect(!absent.hint.french.contains("rien n’a été supprimé") && absent.hint.french.contains("sauvegarde"))
            #expect(!MissingDisk.notMounted("/srv").mayBeDeleted)
        }
    }

    @Test("a path through a link is judged by where it leads")
    func resolved() throws {
        try withFolder { folder in
            let disk = folder + "/disk"
            try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: folder + "/data", withDestinationPath: disk)
            let path = MissingDisk.resolved(folder + "/data/below/x.db")
            #expect(path.hasSuffix("/disk/below/x.db"))
            let point = path.dropLast("/below/x.db".count)
            #expect(
                MissingDisk.unmounted(
                    path, fstab: "UUID=2 \(point) ext4 defaults 0 2", mounts: "/dev/sda1 / ext4 rw 0 0\n")
                    == .notMounted(String(point)))
        }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/missing-disk-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
