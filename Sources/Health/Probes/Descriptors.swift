import OperatingSystem

extension DescriptorFacts {
    package static func of(_ processes: [Int32: String?]) -> [DescriptorFacts] {
        processes.sorted { $0.key < $1.key }.compactMap { process, unit in
            OpenDescriptors.of(process).map { DescriptorFacts(process: process, unit: unit, descriptors: $0) }
        }
    }
}
