// One fault of each kind, where a person would see it.
const faults = [
	["p", { left: "-40px", background: "white", color: "#dddddd" }],
	["img", { left: "300px", width: "40px", height: "40px" }],
	["button", { left: "400px", width: "12px", height: "12px", padding: "0" }],
	["button", { left: "412px", width: "12px", height: "12px", padding: "0" }],
];
for (const [kind, style] of faults) {
	const element = document.createElement(kind);
	element.className = "planted";
	if (kind !== "img") element.textContent = "hardly to be read";
	Object.assign(element.style, { position: "fixed", top: "200px", zIndex: 99, overflow: "hidden", ...style });
	document.querySelector("main").append(element);
}
