import Foundation

/// What a person does with mouse and keyboard (https://www.w3.org/TR/webdriver2/#actions).
extension Browser {
    /// Turns the wheel over the middle of an element: away from the reader, `by` is negative.
    func wheel(over selector: String, by delta: Int) async throws {
        let (x, y) = try await middle(of: selector)
        try await perform([
            [
                "type": "wheel", "id": "wheel",
                "actions": [
                    [
                        "type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": delta, "duration": 0,
                        "origin": "viewport",
                    ]
                ],
            ]
        ])
    }

    /// Drags the middle of an element, or a point beside it, to the right and down.
    func drag(_ selector: String, by distance: Int = 0, down: Int = 0, offset: Int = 0) async throws {
        let (middle, y) = try await middle(of: selector)
        let x = middle + offset
        // As a hand does, in several steps: the chart moves from the second one on.
        let places = (0...8).map { (x: x + distance * $0 / 8, y: y + down * $0 / 8) }
        try await perform([Self.pointer("mouse", places, kind: "mouse")])
    }

    /// Moves two fingers on an element away from each other, by so much each.
    func pinch(_ selector: String, by distance: Int) async throws {
        let (x, y) = try await middle(of: selector)
        try await perform(
            [-1, 1].map { side in
                Self.pointer(
                    "finger\(side)", (0...4).map { (x + side * (30 + distance * $0 / 4), y) }, kind: "touch")
            })
    }

    /// A pointer that goes down at the first of some places, and up at the last.
    private static func pointer(_ id: String, _ places: [(x: Int, y: Int)], kind: String) -> [String: Any] {
        let moves: [[String: Any]] = places.map {
            ["type": "pointerMove", "duration": 50, "x": $0.x, "y": $0.y, "origin": "viewport"]
        }
        return [
            "type": "pointer", "id": id, "parameters": ["pointerType": kind],
            "actions": Array(moves.prefix(1)) + [["type": "pointerDown", "button": 0]] + Array(moves.dropFirst())
                + [["type": "pointerUp", "button": 0]],
        ]
    }

    /// Types a text into an empty field.
    func type(_ text: String, into selector: String) async throws {
        _ = try await value("(document.querySelector(\"\(selector)\").focus(), true)", Bool.self)
        try await perform([
            [
                "type": "key", "id": "keyboard",
                "actions": text.flatMap {
                    [["type": "keyDown", "value": String($0)], ["type": "keyUp", "value": String($0)]]
                },
            ]
        ])
    }

    /// Presses keys, one after the other; ``Key`` for those without a character.
    func press(_ keys: String...) async throws {
        try await perform([
            [
                "type": "key", "id": "keyboard",
                "actions": keys.flatMap { [["type": "keyDown", "value": $0], ["type": "keyUp", "value": $0]] },
            ]
        ])
    }

    /// https://www.w3.org/TR/webdriver2/#keyboard-actions
    enum Key {
        static let (left, right, home, end, tab) = ("\u{E012}", "\u{E014}", "\u{E011}", "\u{E010}", "\u{E004}")
    }

    private func middle(of selector: String) async throws -> (Int, Int) {
        let place = try await value(
            """
            (() => { const element = document.querySelector("\(selector)"); element.scrollIntoView({ block: "center" });
              const box = element.getBoundingClientRect();
              return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]; })()
            """, [Int].self)
        return (place[0], place[1])
    }

    private func perform(_ sources: [[String: Any]]) async throws {
        _ = try await driver.call(
            "POST", "/session/\(session)/actions", ["actions": sources], WebDriver.Nothing.self)
    }
}
