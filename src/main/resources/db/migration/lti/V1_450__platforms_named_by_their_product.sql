-- Platforms that say no name of their own were called by their host alone, which several may share.
update lti_registration set platform_name = 'Moodle (' || platform_name || ')'
where product_family = 'moodle' and platform_name not like '% %'
  and (issuer = 'https://' || platform_name or issuer = 'http://' || platform_name
    or issuer like 'https://' || platform_name || '/%' or issuer like 'http://' || platform_name || '/%'
    or issuer like 'https://' || platform_name || ':%' or issuer like 'http://' || platform_name || ':%');
