import { LoaderCircle, type LucideIcon } from "lucide-react";
import styles from "./Icon.module.css";

export type IconSize = "small" | "normal" | "large";

const PIXELS = { small: 14, normal: 16, large: 20 } as const;

interface Props {
	of: LucideIcon;
	size?: IconSize;
	turning?: boolean;
}

/** A shape that accompanies a word; never the only carrier of a meaning. */
export function Icon({ of: Shape, size = "normal", turning = false }: Props) {
	return (
		<Shape
			className={turning ? `${styles.icon} ${styles.turning}` : styles.icon}
			size={PIXELS[size]}
			strokeWidth={1.75}
			aria-hidden="true"
		/>
	);
}

/** Something runs; the words beside it say what. */
export function Spinner({ size = "normal" }: { size?: IconSize }) {
	return <Icon of={LoaderCircle} size={size} turning />;
}
