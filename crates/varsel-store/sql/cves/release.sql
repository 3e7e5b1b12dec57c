select released_at from cve_release where source = $1
