import { Pill } from "../../components/Pill";
import { RadioGroup } from "../../components/RadioGroup";

/** Two ways; the second is announced and cannot be chosen yet. */
export function AuthenticationOption() {
	return (
		<RadioGroup
			label="Authentication option"
			testId="authentication"
			value="oauth"
			onChange={() => {}}
			choices={[
				{
					value: "oauth",
					label: "Salesforce OAuth",
					note: "Sign in once as the service account; its refresh token authorizes the group.",
				},
				{
					value: "apiOnly",
					label: "API-only user",
					note: "A certificate instead of a browser sign-in.",
					badge: <Pill>Not available yet</Pill>,
					disabled: true,
				},
			]}
		/>
	);
}
