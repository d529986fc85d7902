/** Short words for faults that Salesforce states as fields; any other text speaks for itself. */
const WORDS: Record<string, string> = {
	"UserLogin.IsFrozen = true": "frozen",
	"User.IsActive = false": "inactive",
	"User is no longer visible to the service account": "no longer visible",
};

/** "frozen" for `UserLogin.IsFrozen = true`, else the text itself. */
export function faultWord(raw: string): string {
	return WORDS[raw] ?? raw;
}
