/** Commands that a host was asked for and did not run. */
import type { Host } from "../text/host.ts";

/** `host`, taking down the commands that it was asked for and did not run. */
export function watchDenials(host: Host, denied: string[]): Host {
  return {
    ...host,
    run: (command, environment, options) => {
      const result = host.run(command, environment, options);
      if (result.unanswered !== undefined) denied.push(command);
      return result;
    },
  };
}
