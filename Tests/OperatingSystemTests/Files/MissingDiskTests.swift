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
        #expect(MissingDisk.unmounted("/srvx/y.db", fstab: fstab, mounts: "/dev/sda1 / ext4 rw 0 0\n") == nil)
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/missing-disk-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
