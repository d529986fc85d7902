import { LoaderCircle } from "lucide-react";
import { Icon, type IconSize } from "./Icon";

/** Something runs; the words beside it say what. */
export function Spinner({ size = "normal" }: { size?: IconSize }) {
	return <Icon of={LoaderCircle} size={size} turning />;
}
