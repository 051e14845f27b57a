/// The base URL without a trailing slash.
func trimmed(_ baseURL: String) -> String {
    var address = Substring(baseURL)
    while address.hasSuffix("/") { address = address.dropLast() }
    return String(address)
}
