// Where the focus is, and why a person would not see it there, if so.
const focused = document.activeElement;
if (focused === null || focused === document.body) {
	// Between the last stop and the first the focus is outside of the page.
	return { name: "the window", fault: null };
}
const words = focused.getAttribute("aria-label") ?? focused.innerText ?? "";
const name = `${focused.tagName.toLowerCase()} ${focused.dataset.testid ?? ""} “${words.trim().slice(0, 40)}”`;

function isRing(style) {
	const outlined = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
	return outlined && !style.outlineColor.endsWith(", 0)");
}

/** A row draws its ring over its cells. */
function isFrame(style) {
	const sides = ["Top", "Right", "Bottom", "Left"];
	return (
		style.content !== "none" &&
		sides.every((side) => Number.parseFloat(style[`border${side}Width`]) >= 2)
	);
}

/** A search box shows the ring of its field. */
const box = focused.matches("input") ? focused.closest("[role=search]") : null;
const seen =
	isRing(getComputedStyle(focused)) ||
	isFrame(getComputedStyle(focused, "::after")) ||
	(box !== null && isRing(getComputedStyle(box)));
const { left, top, right, bottom } = focused.getBoundingClientRect();
const [x, y] = [(left + right) / 2, (top + bottom) / 2];
const hit = document.elementFromPoint(x, y);
const covered =
	hit === null || !(focused.contains(hit) || hit.contains(focused) || hit.closest("label")?.contains(focused));
const outside = left < -1 || top < -1 || top > window.innerHeight || left > window.innerWidth;
const fault = !seen ? "no ring" : outside ? "outside of the window" : covered ? "covered" : null;
return { name, fault };
