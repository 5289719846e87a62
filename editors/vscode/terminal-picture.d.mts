export function terminal(text: string, theme?: "light" | "dark"): string;
