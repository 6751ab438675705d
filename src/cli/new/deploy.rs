//! `touchline new deploy HOST`: what a host needs to build and publish by
//! itself after each change.

use std::path::Path;
use std::process::Command;

use clap::{Args, ValueEnum};

use super::super::failure::Failure;
use super::super::screen::Screen;
use super::super::{Global, root};
use super::source::Source;
use super::{shown, write_new};

#[derive(Debug, Args)]
pub(in super::super) struct DeployArgs {
    /// Where the site is to be published.
    #[arg(value_enum)]
    host: Host,
    /// The repository that the host's machines install touchline from [default: where this one comes from].
    #[arg(long, value_name = "URL")]
    from: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Host {
    /// GitHub Pages: a workflow that publishes to the branch `gh-pages`.
    Github,
    /// GitLab Pages: a pipeline whose job leaves the site as an artifact.
    Gitlab,
    /// Netlify: its own builder publishes.
    Netlify,
    /// S3 or what speaks like it: a workflow, and the rights its user needs.
    S3,
}

/// What is written for a host, and what is said then.
struct Recipe {
    /// The name of the target.
    target: &'static str,
    /// Its settings, without the base URL.
    settings: &'static str,
    files: &'static [(&'static str, &'static str)],
    next: &'static [&'static str],
}

impl Host {
    fn recipe(self) -> Recipe {
        match self {
            Self::Github => Recipe {
                target: "pages",
                settings: "{git: origin, branch: gh-pages",
                files: &[(".github/workflows/publish.yml", include_str!("deploy/github.yml"))],
                next: &[
                    "commit and push these files; the workflow runs and makes the branch `gh-pages`",
                    "on GitHub: Settings, Pages, Source: `Deploy from a branch`, Branch: `gh-pages`, folder `/ (root)`, Save",
                    "a domain of your own: add `cname: www.example.org` to the target, and at your registrar a CNAME record for it",
                ],
            },
            Self::Gitlab => Recipe {
                target: "pages",
                settings: "{folder: public, server: gitlab, compress: [gzip, brotli]",
                files: &[(".gitlab-ci.yml", include_str!("deploy/gitlab.yml"))],
                next: &[
                    "commit and push these files; the pipeline's job `pages` publishes",
                    "on GitLab: Deploy, Pages shows the address (clear `Use unique domain` to have it below your group's name)",
                ],
            },
            Self::Netlify => Recipe {
                target: "netlify",
                settings: "{folder: netlify-site, server: netlify",
                files: &[("netlify.toml", include_str!("deploy/netlify.toml"))],
                next: &[
                    "add `/netlify-site/` to `.gitignore`, then commit and push",
                    "on Netlify: Add new project, Import an existing project, choose the repository, Deploy: `netlify.toml` says the rest",
                ],
            },
            Self::S3 => Recipe {
                target: "live",
                settings: "{s3: BUCKET, region: eu-west-1, redirects: true",
                files: &[
                    (".github/workflows/publish.yml", include_str!("deploy/s3.yml")),
                    ("deploy/s3-rights.json", include_str!("deploy/s3-rights.json")),
                    ("deploy/s3-public.json", include_str!("deploy/s3-public.json")),
                ],
                next: &[
                    "put the bucket's name in place of BUCKET in all of them, and its region",
                    "on AWS: S3, the bucket, Properties, Static website hosting: index `index.html`, error `404.html`",
                    "on AWS: S3, the bucket, Permissions: allow public access, and paste `deploy/s3-public.json` as its policy",
                    "on AWS: IAM, a user with `deploy/s3-rights.json` as policy; make it an access key",
                    "on GitHub: Settings, Secrets and variables, Actions: add AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                ],
            },
        }
    }
}

impl DeployArgs {
    pub(in super::super) fn run(&self, global: &Global, screen: &Screen) -> Result<(), Failure> {
        let root = root::find(global.root.as_deref())?;
        let recipe = self.host.recipe();
        if let Some((path, _)) = recipe.files.iter().find(|(path, _)| root.join(path).exists()) {
            let help = "move it away to have a new one written; nothing was changed";
            return Err(Failure::usage(format!("there is a file `{path}` already"), help));
        }
        let source = match &self.from {
            None => Source::of_this_program(),
            Some(url) => match Source::of_repository(url, None) {
                Source::Unknown => {
                    let help = "write it as `https://example.org/club/touchline.git`";
                    return Err(Failure::usage(format!("`{url}` is no address that a host can reach"), help));
                }
                source => source,
            },
        };
        for (path, text) in recipe.files {
            let text = text.replace("INSTALL", &source.arguments()).replace("VERSION", source.version());
            write_new(&root.join(path), &text)?;
            screen.say(&format!("Wrote {path}."));
        }
        add_target(&root, &recipe, address(self.host, &root), screen)?;
        screen.say("\nNext:");
        let path = recipe.files[0].0;
        let first = (source == Source::Unknown).then(|| {
            format!("in {path}, put the address of the repository that you have touchline from in place of REPOSITORY")
        });
        for (i, step) in first.iter().map(String::as_str).chain(recipe.next.iter().copied()).enumerate() {
            screen.say(&format!("  {}. {step}", i + 1));
        }
        Ok(())
    }
}

/// Adds the target to `site.yaml`, if there are no targets yet; else says what
/// to add.
fn add_target(root: &Path, recipe: &Recipe, address: Option<String>, screen: &Screen) -> Result<(), Failure> {
    let path = root.join("content/site.yaml");
    let text = std::fs::read_to_string(&path).map_err(Failure::io("read", &path))?;
    let has = |key: &str| text.lines().any(|line| line.starts_with(key));
    let base_url = match address {
        _ if has("base_url:") => String::new(),
        Some(address) => format!(", base_url: \"{address}\""),
        None => ", base_url: \"https://example.org\"".to_owned(),
    };
    let line = format!("  {}: {}{base_url}}}\n", recipe.target, recipe.settings);
    if has("publish:") {
        screen.say(&format!("Add this below `publish:` in {}:\n{line}", shown(root, &path)));
        return Ok(());
    }
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let new = format!("{text}{gap}publish:\n{line}");
    // Under another name first: the settings are never half written.
    let draft = path.with_extension("yaml.draft");
    std::fs::write(&draft, new).and_then(|()| std::fs::rename(&draft, &path)).map_err(Failure::io("write", &path))?;
    screen.say(&format!("Added the target `{}` to {}:\n{line}", recipe.target, shown(root, &path)));
    if base_url.contains("example.org") {
        screen.say("Write your site's own address in place of https://example.org.");
    }
    Ok(())
}

/// Where the host will show the site, as far as the repository's address tells.
fn address(host: Host, root: &Path) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(root).args(["remote", "get-url", "origin"]).output().ok()?;
    let remote = String::from_utf8(output.stdout).ok()?;
    pages_address(host, remote.trim())
}

/// `git@github.com:club/site.git` shows at `https://club.github.io/site`.
fn pages_address(host: Host, remote: &str) -> Option<String> {
    let (name, pages) = match host {
        Host::Github => ("github.com", "github.io"),
        Host::Gitlab => ("gitlab.com", "gitlab.io"),
        Host::Netlify | Host::S3 => return None,
    };
    let (_, rest) = remote.split_once(name)?;
    let rest = rest.trim_start_matches([':', '/']).trim_end_matches('/');
    let rest = rest.strip_suffix(".git").unwrap_or(rest);
    let (owner, repository) = rest.split_once('/')?;
    let owner = owner.to_ascii_lowercase();
    if repository.eq_ignore_ascii_case(&format!("{owner}.{pages}")) {
        return Some(format!("https://{owner}.{pages}"));
    }
    Some(format!("https://{owner}.{pages}/{repository}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::headers::has_extension;

    #[test]
    fn addresses_of_pages() {
        let github = |remote| pages_address(Host::Github, remote);
        assert_eq!(github("git@github.com:Club/site.git").as_deref(), Some("https://club.github.io/site"));
        assert_eq!(github("https://x@github.com/club/club.github.io").as_deref(), Some("https://club.github.io"));
        assert_eq!(github("git@example.org:club/site.git"), None);
        let gitlab = pages_address(Host::Gitlab, "https://gitlab.com/club/teams/site.git");
        assert_eq!(gitlab.as_deref(), Some("https://club.gitlab.io/teams/site"));
    }

    #[test]
    fn what_is_written_can_be_read() {
        for host in [Host::Github, Host::Gitlab, Host::Netlify, Host::S3] {
            let recipe = host.recipe();
            let json = format!("{}, base_url: \"https://example.org\"}}", recipe.settings);
            let yaml: serde_json::Value = serde_yaml::from_str(&json).unwrap();
            let targets = serde_json::json!({ recipe.target: yaml }).to_string();
            let read = crate::publish::targets::read(&targets, &"content/site.yaml".into());
            assert!(read.is_ok(), "{host:?}: {read:?}");
            for (path, text) in recipe.files {
                let command = format!("touchline publish {}", recipe.target);
                let installs = !has_extension(path, "json");
                assert_eq!(text.contains("cargo install INSTALL"), installs, "{path}");
                if has_extension(path, "yml") {
                    let _: serde_yaml::Value = serde_yaml::from_str(text).unwrap_or_else(|e| panic!("{path}: {e}"));
                    assert!(text.contains(&command), "{path}");
                } else if has_extension(path, "json") {
                    let _: serde_json::Value = serde_json::from_str(text).unwrap();
                } else {
                    assert!(text.contains(&command), "{path}");
                }
            }
        }
    }
}
