// Answers one line for each thing that does not fit. What scrolls inside a region of its own fits,
// so does a text that ends in an ellipsis and says the whole in its title.
const findings = [];
const { innerWidth: width, innerHeight: height } = window;
const root = document.scrollingElement;
if (root.scrollWidth > width) findings.push(`the page is ${root.scrollWidth} px wide in ${width}`);
if (root.scrollHeight > height) findings.push(`the page is ${root.scrollHeight} px high in ${height}`);

function name(element) {
	const id = element.dataset?.testid ? `[${element.dataset.testid}]` : "";
	const words = (element.innerText ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
	return `${element.tagName.toLowerCase()}${id}.${element.className} “${words}”`;
}

/** The nearest part around it that hides or scrolls what is too wide, or too high. */
function frameOf(element, axis) {
	for (let up = element.parentElement; up !== null; up = up.parentElement) {
		if (getComputedStyle(up)[axis] !== "visible") return up;
	}
	return null;
}

for (const element of document.body.querySelectorAll("*")) {
	const style = getComputedStyle(element);
	const box = element.getBoundingClientRect();
	if (style.visibility === "hidden" || box.width <= 1 || box.height <= 1) continue;
	if (element.closest("svg") !== null && element.tagName !== "svg") continue;
	const own = [...element.childNodes].some(
		(node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "",
	);
	const matters = own || element.matches("button, a, input, [role=switch], [role=checkbox], svg");
	if (!matters) continue;
	const across = frameOf(element, "overflowX");
	const down = frameOf(element, "overflowY");
	const wide = across === null ? null : getComputedStyle(across).overflowX;
	if (wide === null || wide === "hidden" || wide === "clip") {
		const edge = across === null || across === document.body ? { left: 0, right: width } : across.getBoundingClientRect();
		const soft =
			across !== null &&
			getComputedStyle(across).textOverflow === "ellipsis" &&
			element.closest("[title]") !== null;
		if (!soft && (box.right > edge.right + 1 || box.left < edge.left - 1)) {
			findings.push(`cut off at the side: ${name(element)}`);
		}
	}
	const high = down === null ? null : getComputedStyle(down).overflowY;
	if (high === null || high === "hidden" || high === "clip") {
		const edge = down === null || down === document.body ? { top: 0, bottom: height } : down.getBoundingClientRect();
		if (box.bottom > edge.bottom + 1 || box.top < edge.top - 1) {
			findings.push(`cut off below or above: ${name(element)}`);
		}
	}
	if (own && style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1) {
		const said = element.title !== "" || element.closest("[title]") !== null;
		if (style.textOverflow === "ellipsis" ? !said : style.overflowX === "hidden") {
			findings.push(`a text is cut and nowhere whole: ${name(element)}`);
		}
	}
}
return [...new Set(findings)];
